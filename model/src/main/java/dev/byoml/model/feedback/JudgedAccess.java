package dev.byoml.model.feedback;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import java.io.Serializable;
import java.time.Instant;

/**
 * A verdict on an access.
 *
 * @param access who touched what, spelled as in the results
 * @param verdict what it was found to be
 * @param by who found so; empty where nobody is named
 * @param at when
 */
public record JudgedAccess(AccessKey access, Verdict verdict, String by, Instant at)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks that nothing is missing. */
  public JudgedAccess {
    requireNonNull(access, "access");
    requireNonNull(verdict, "verdict");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
  }
}
