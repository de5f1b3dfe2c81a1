package dev.byoml.pipelines.share;

import dev.byoml.model.learn.Algorithm;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A jar with algorithms as something to share. Its list of algorithms is read as text; no class of
 * it is loaded.
 */
final class AlgorithmContent {
  private static final String REGISTRATION = "META-INF/services/" + Algorithm.class.getName();
  private static final int LARGEST_REGISTRATION = 1 << 16;

  private AlgorithmContent() {}

  /**
   * Looks at a jar.
   *
   * @throws RefusedPackageException if it is not a jar that registers an algorithm, or has an odd
   *     name
   * @throws IOException if it cannot be read
   */
  static PackageContent of(Path jar) throws RefusedPackageException, IOException {
    String name = SingleFile.nameOf(jar, ".jar");
    List<String> algorithms = registered(jar);
    if (algorithms.isEmpty()) {
      throw new RefusedPackageException(
          "the jar holds no algorithm: it has no %s that names a class".formatted(REGISTRATION));
    }
    TreeMap<String, PackageContent.Source> files = new TreeMap<>();
    files.put(PackageKind.ALGORITHM.label() + "/" + name, () -> Files.newInputStream(jar));
    return new PackageContent(PackageKind.ALGORITHM, name, null, algorithms, files, List.of());
  }

  private static List<String> registered(Path jar) throws RefusedPackageException, IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(REGISTRATION);
      if (entry == null) {
        return List.of();
      }
      try (InputStream in = zip.getInputStream(entry)) {
        String text = new String(in.readNBytes(LARGEST_REGISTRATION), StandardCharsets.UTF_8);
        return text.lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    } catch (ZipException | EOFException e) {
      throw new RefusedPackageException("the jar is damaged: " + e.getMessage());
    }
  }
}
