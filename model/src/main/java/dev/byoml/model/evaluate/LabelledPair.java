package dev.byoml.model.evaluate;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;

/**
 * An access of which somebody knows whether it should be found.
 *
 * @param access who touched what
 * @param anomalous true if it should be found, false if it is harmless
 */
public record LabelledPair(AccessKey access, boolean anomalous) {
  /** Checks that the access is there. */
  public LabelledPair {
    requireNonNull(access, "access");
  }
}
