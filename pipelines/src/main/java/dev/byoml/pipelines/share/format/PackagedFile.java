package dev.byoml.pipelines.share.format;

import static java.util.Objects.requireNonNull;

/**
 * A file of a package.
 *
 * @param name its name in the package, with {@code /} between folder and file
 * @param bytes its length
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record PackagedFile(String name, long bytes, String sha256) {
  /** Checks that no part is missing. */
  public PackagedFile {
    requireNonNull(name, "name");
    requireNonNull(sha256, "sha256");
    if (bytes < 0) {
      throw new IllegalArgumentException("negative length of " + name);
    }
  }
}
