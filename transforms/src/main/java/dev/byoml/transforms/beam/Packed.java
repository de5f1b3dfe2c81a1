package dev.byoml.transforms.beam;

import static java.util.Objects.requireNonNull;

/**
 * A value in its encoded form.
 *
 * @param <T> what is packed
 * @param bytes the encoded value; not to be changed
 */
public record Packed<T>(byte[] bytes) {
  /** Checks that there are bytes. */
  public Packed {
    requireNonNull(bytes, "bytes");
  }
}
