package dev.byoml.model.store.file;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.Schema;

/** The Avro schemas of the files of a model folder. */
public final class Schemas {
  public static final Schema TENANT = load("tenant.avsc");
  static final Schema USER = load("user.avsc");
  static final Schema RESOURCE = load("resource.avsc");
  static final Schema KNOWN_ACCESSES = load("known-accesses.avsc");
  static final Schema ALGORITHM = load("algorithm.avsc");
  public static final Schema TENANT_ENTRY =
      load("tenant-entry.avsc", USER, RESOURCE, KNOWN_ACCESSES, ALGORITHM);

  private Schemas() {}

  /** Reads a schema that may name others. */
  private static Schema load(String name, Schema... others) {
    Schema.Parser parser = new Schema.Parser();
    parser.addTypes(Arrays.stream(others).collect(toMap(Schema::getFullName, identity())));
    try (InputStream in = Schemas.class.getResourceAsStream(name)) {
      return parser.parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema " + name, e);
    }
  }
}
