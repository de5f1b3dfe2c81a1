package dev.byoml.pipelines.share;

import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import dev.byoml.transforms.template.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A template's YAML file as something to share. */
final class TemplateContent {
  private static final int LARGEST = 1 << 20;

  private TemplateContent() {}

  /**
   * Looks at a template.
   *
   * @throws RefusedPackageException if it is not a valid template, or its file has an odd name
   * @throws IOException if it cannot be read
   */
  static PackageContent of(Path file) throws RefusedPackageException, IOException {
    String name = SingleFile.nameOf(file, ".yaml", ".yml");
    byte[] yaml;
    try (InputStream in = Files.newInputStream(file)) {
      yaml = in.readNBytes(LARGEST + 1);
    }
    if (yaml.length > LARGEST) {
      throw new RefusedPackageException("the template is larger than 1 MiB");
    }
    try {
      Template.parse(name, new String(yaml, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new RefusedPackageException(e.getMessage());
    }
    TreeMap<String, PackageContent.Source> files = new TreeMap<>();
    files.put(PackageKind.TEMPLATE.label() + "/" + name, () -> new ByteArrayInputStream(yaml));
    return new PackageContent(PackageKind.TEMPLATE, name, null, List.of(), files, List.of());
  }
}
