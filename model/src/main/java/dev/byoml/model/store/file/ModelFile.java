package dev.byoml.model.store.file;

import static java.util.Objects.requireNonNull;

/**
 * A file of a model folder, as the manifest names it.
 *
 * @param name name within the folder
 * @param records number of Avro records in it
 * @param bytes its length
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record ModelFile(String name, long records, long bytes, String sha256) {
  /** Checks that nothing is missing. */
  public ModelFile {
    requireNonNull(name, "name");
    requireNonNull(sha256, "sha256");
  }
}
