package dev.byoml.model.result;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.tenant.ContentDigest;
import java.time.Instant;

/** The identity of a result, by which repeated rows are folded. */
public final class RecordId {
  private static final int DIGITS = 32;

  private RecordId() {}

  /**
   * The identity of the result that a model has for an access within a window.
   *
   * @param modelId the model that scores
   * @param from start of the window
   * @param to end of the window
   * @param key who touched what
   * @return the first 32 hexadecimal digits of a SHA-256 over the arguments
   */
  public static String of(String modelId, Instant from, Instant to, AccessKey key) {
    return new ContentDigest()
        .add(modelId)
        .add(from.toString())
        .add(to.toString())
        .add(key.tenant())
        .add(key.user())
        .add(key.resource())
        .toHex()
        .substring(0, DIGITS);
  }
}
