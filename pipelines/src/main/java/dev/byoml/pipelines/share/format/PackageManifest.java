package dev.byoml.pipelines.share.format;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The table of contents of a package: every file but itself, and what they are.
 *
 * @param formatVersion version of the format of packages
 * @param kind the {@link PackageKind}'s label
 * @param name what is packaged: a model's id, or the name of the template's or the jar's file
 * @param model what is said of a model; null for other kinds
 * @param algorithms classes that a jar registers as algorithms; empty for other kinds
 * @param files all files, in the order of their names
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PackageManifest(
    int formatVersion,
    String kind,
    String name,
    ModelFacts model,
    List<String> algorithms,
    List<PackagedFile> files) {

  /** Name of the manifest's file. */
  public static final String FILE = "manifest.json";

  /** The version of the format that this program writes and reads. */
  public static final int FORMAT_VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Checks that no part is missing. */
  public PackageManifest {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
    files = List.copyOf(requireNonNull(files, "files"));
  }

  /** The manifest as JSON, in UTF-8. */
  public byte[] toJson() {
    try {
      // Jackson's own line ends follow the platform.
      String json = JSON.writeValueAsString(this).replace(System.lineSeparator(), "\n");
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest can always be written", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws RefusedPackageException if it is not a manifest, or has another format version
   */
  static PackageManifest parse(byte[] json) throws RefusedPackageException {
    try {
      int version = JSON.readTree(json).path("formatVersion").asInt();
      if (version != FORMAT_VERSION) {
        throw new RefusedPackageException(
            "its format version is %d; this program reads version %d"
                .formatted(version, FORMAT_VERSION));
      }
      return JSON.readValue(json, PackageManifest.class);
    } catch (JsonProcessingException e) {
      throw new RefusedPackageException(
          "%s is damaged: %s".formatted(FILE, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }
}
