package dev.byoml.model.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** The Avro schemas of the files of a model folder. */
public final class Schemas {
  public static final Schema TENANT = load("tenant.avsc");
  static final Schema USER = load("user.avsc");
  static final Schema RESOURCE = load("resource.avsc");
  static final Schema KNOWN_ACCESSES = load("known-accesses.avsc");
  static final Schema ALGORITHM = load("algorithm.avsc");

  private Schemas() {}

  private static Schema load(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream(name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema " + name, e);
    }
  }
}
