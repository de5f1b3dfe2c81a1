package dev.byoml.pipelines.share;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.tenant.ContentDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A package as a stranger may write it: a sound package of a template, with one thing or another
 * done to it.
 */
final class ForgedPackage {
  static final String TEMPLATE =
      """
      format: tsv
      columns: [day, user, resource]
      time: day
      user: user
      resource: resource
      """;

  /** A template's file in the package. */
  static final String FILE = "template/own.yaml";

  private record Entry(String name, byte[] content, int unixMode) {}

  private final List<Entry> entries = new ArrayList<>();
  private final ObjectNode manifest = new ObjectMapper().createObjectNode();
  private boolean withManifest = true;

  private ForgedPackage() {
    manifest.put("formatVersion", 1).put("kind", "template").put("name", "own.yaml");
    manifest.putArray("files");
  }

  /** A package that can be installed. */
  static ForgedPackage sound() {
    return ofTemplate(TEMPLATE);
  }

  /** A package of a template, whatever it says. */
  static ForgedPackage ofTemplate(String template) {
    return new ForgedPackage().with("README.md", "read me").with(FILE, template);
  }

  /** Adds an entry, in the manifest too. */
  ForgedPackage with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** Adds an entry of some file type, in the manifest too. */
  ForgedPackage with(String name, byte[] content, int unixMode) {
    ArrayNode files = (ArrayNode) manifest.get("files");
    files
        .addObject()
        .put("name", name)
        .put("bytes", content.length)
        .put("sha256", HexFormat.of().formatHex(ContentDigest.sha256().digest(content)));
    return withUnlisted(name, content, unixMode);
  }

  /** Adds an entry that the manifest does not know. */
  ForgedPackage withUnlisted(String name, byte[] content, int unixMode) {
    entries.add(new Entry(name, content, unixMode));
    return this;
  }

  /** Takes an entry out of the archive, not out of the manifest. */
  ForgedPackage without(String name) {
    entries.removeIf(entry -> entry.name().equals(name));
    return this;
  }

  ForgedPackage withoutManifest() {
    withManifest = false;
    return this;
  }

  /** Changes the manifest. */
  ForgedPackage manifest(Consumer<ObjectNode> change) {
    change.accept(manifest);
    return this;
  }

  /** Changes what the manifest says of the template's file. */
  ForgedPackage listed(Consumer<ObjectNode> change) {
    manifest
        .get("files")
        .forEach(
            file -> {
              if (file.get("name").asText().equals(FILE)) {
                change.accept((ObjectNode) file);
              }
            });
    return this;
  }

  /** Writes it; what can be compressed is. */
  Path write(Path archive) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive.toFile())) {
      if (withManifest) {
        put(
            zip,
            new Entry("manifest.json", manifest.toString().getBytes(StandardCharsets.UTF_8), 0));
      }
      for (Entry entry : entries) {
        put(zip, entry);
      }
    }
    return archive;
  }

  private static void put(ZipArchiveOutputStream zip, Entry entry) throws IOException {
    zip.putArchiveEntry(new NamedEntry(entry));
    zip.write(entry.content());
    zip.closeArchiveEntry();
  }

  /** Keeps its name to the letter, where the library would turn backslashes round. */
  private static final class NamedEntry extends ZipArchiveEntry {
    NamedEntry(Entry entry) {
      super("x");
      if (entry.unixMode() != 0 || entry.name().indexOf('\\') >= 0) {
        setUnixMode(entry.unixMode());
      }
      setName(entry.name());
    }
  }
}
