package dev.byoml.model.summary;

import static java.util.Objects.requireNonNull;

/**
 * A blob or file that a window is read from.
 *
 * @param path of the blob
 * @param bytes its size
 */
public record InputBlob(String path, long bytes) {
  /** Checks that the path is there. */
  public InputBlob {
    requireNonNull(path, "path");
  }
}
