package dev.byoml.model.summary;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.ManifestSeal;
import dev.byoml.model.store.ModelJson;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.tenant.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a window of summaries is and which files hold it. It is written last: without it there is no
 * such window, however many of its files are there.
 *
 * @param formatVersion version of the format of the manifest and its files
 * @param from the window's first instant
 * @param to the first instant after the window
 * @param template which rows were accesses
 * @param templateDigest SHA-256 of the template's definition, 64 hexadecimal digits
 * @param counts what became of the lines that were read
 * @param accesses number of distinct (tenant, user, resource)
 * @param input what was read
 * @param files the files with the accesses
 * @param digest SHA-256 of window, template and files: the same for the same accesses
 */
public record SummaryManifest(
    int formatVersion,
    Instant from,
    Instant to,
    TemplateSource template,
    String templateDigest,
    InputCounts counts,
    long accesses,
    Input input,
    List<ModelFile> files,
    String digest) {
  /** The version of the format that this program writes and reads. */
  public static final int FORMAT_VERSION = 1;

  /** Checks that nothing is missing. */
  public SummaryManifest {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(template, "template");
    requireNonNull(templateDigest, "templateDigest");
    requireNonNull(counts, "counts");
    requireNonNull(input, "input");
    requireNonNull(digest, "digest");
    files = List.copyOf(files);
  }

  /**
   * What a window was read from.
   *
   * @param blobs number of blobs or files; 0 if it was a topic
   * @param bytes what they held together
   * @param list the file that lists them with their sizes, or null if there was none
   */
  public record Input(long blobs, long bytes, ModelFile list) {}

  /**
   * The manifest of a window.
   *
   * @param window the window
   * @param template which rows were accesses
   * @param counts what became of the lines that were read
   * @param accesses number of distinct (tenant, user, resource)
   * @param input what was read
   * @param files the files with the accesses
   */
  public static SummaryManifest of(
      SummaryWindow window,
      TemplateSource template,
      InputCounts counts,
      long accesses,
      Input input,
      List<ModelFile> files) {
    String templateDigest = digestOf(template.definition());
    String digest =
        new ContentDigest()
            .add(FORMAT_VERSION)
            .add(window.name())
            .add(templateDigest)
            .add(files.stream().map(ModelFile::sha256).toList())
            .toHex();
    return new SummaryManifest(
        FORMAT_VERSION,
        window.from(),
        window.to(),
        template,
        templateDigest,
        counts,
        accesses,
        input,
        files,
        digest);
  }

  /** The digest of a template's definition. */
  public static String digestOf(String definition) {
    return HexFormat.of()
        .formatHex(ContentDigest.sha256().digest(definition.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @param location where it was read, for messages
   * @throws ModelException if it is damaged, was edited, or is of another format version
   */
  public static SummaryManifest ofJson(String location, String json) throws ModelException {
    try {
      int version = ModelJson.read(json, JsonNode.class).path("formatVersion").asInt();
      if (version != FORMAT_VERSION) {
        throw new ModelException(
            "%s has format version %d; this program reads version %d"
                .formatted(location, version, FORMAT_VERSION));
      }
      if (!ManifestSeal.isWhole(json)) {
        throw new ModelException(
            "%s is damaged or was edited: its digest is not that of its content"
                .formatted(location));
      }
      return ModelJson.read(json, SummaryManifest.class);
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s is damaged: %s".formatted(location, e.getMessage()), e);
    }
  }

  /** The manifest as JSON of several lines, the last of which holds a digest of the others. */
  public String toJson() {
    return ManifestSeal.seal(ModelJson.writePretty(this));
  }

  /** The window. */
  public SummaryWindow window() {
    return new SummaryWindow(from, to);
  }
}
