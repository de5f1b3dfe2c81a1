package dev.byoml.pipelines.share;

import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.pipelines.share.format.PackageLimits;
import dev.byoml.pipelines.share.format.PackageManifest;
import dev.byoml.pipelines.share.format.PackagedFile;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import dev.byoml.transforms.write.OutputFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes packages. A package is a zip archive of {@code manifest.json}, which lists all other
 * files, {@code README.md}, and the content in a folder named after its kind.
 *
 * <p>The same content gives the same bytes: entries are in the order of their names behind the
 * manifest, their times are fixed, and nothing is compressed, as what a compressor writes depends
 * on its version.
 */
public final class PackageWriter {
  /** The earliest time that a zip archive can hold. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int BUFFER = 1 << 16;

  private PackageWriter() {}

  /**
   * What was written.
   *
   * @param digest SHA-256 of the archive, 64 hexadecimal digits
   * @param manifest its manifest
   */
  public record Written(String digest, PackageManifest manifest) {}

  /**
   * Packages a model folder.
   *
   * @param output archive that is written, on any of Beam's file systems
   * @throws RefusedPackageException if the folder holds no model, or a damaged one
   * @throws IOException if it cannot be read or the archive not be written
   */
  public static Written model(ModelFolder folder, String output)
      throws RefusedPackageException, IOException {
    return write(ModelContent.of(folder), output);
  }

  /**
   * Packages a template.
   *
   * @param yaml the template's file
   * @param output archive that is written, on any of Beam's file systems
   * @throws RefusedPackageException if the file is not a valid template, or has an odd name
   * @throws IOException if it cannot be read or the archive not be written
   */
  public static Written template(Path yaml, String output)
      throws RefusedPackageException, IOException {
    return write(TemplateContent.of(yaml), output);
  }

  /**
   * Packages a jar with algorithms.
   *
   * @param jar the jar's file
   * @param output archive that is written, on any of Beam's file systems
   * @throws RefusedPackageException if the jar registers no algorithm, or has an odd name
   * @throws IOException if it cannot be read or the archive not be written
   */
  public static Written algorithm(Path jar, String output)
      throws RefusedPackageException, IOException {
    return write(AlgorithmContent.of(jar), output);
  }

  private static Written write(PackageContent content, String output)
      throws RefusedPackageException, IOException {
    AtomicReference<Written> written = new AtomicReference<>();
    int slash = output.lastIndexOf('/');
    try {
      OutputFiles.write(
          slash < 0 ? "." : output.substring(0, slash + 1),
          output.substring(slash + 1),
          file -> {
            try {
              written.set(write(content, () -> file));
            } catch (RefusedPackageException e) {
              throw new IOException(e);
            }
          });
    } catch (IOException e) {
      if (e.getCause() instanceof RefusedPackageException refused) {
        throw refused;
      }
      throw e;
    }
    return written.get();
  }

  private record Measured(PackagedFile file, long crc) {}

  /**
   * Writes a package.
   *
   * @param content what is packaged; every file is read twice
   * @param target opens what is written to, once everything has been checked
   * @throws RefusedPackageException if the content is damaged or too large
   * @throws IOException if a file cannot be read or the archive not be written
   */
  static Written write(PackageContent content, Target target)
      throws RefusedPackageException, IOException {
    SortedMap<String, PackageContent.Source> sources = new TreeMap<>(content.files());
    byte[] readme = PackageReadme.of(content);
    sources.put(PackageReadme.FILE, () -> new ByteArrayInputStream(readme));
    List<Measured> measured = new ArrayList<>();
    for (Map.Entry<String, PackageContent.Source> source : sources.entrySet()) {
      measured.add(measure(source.getKey(), source.getValue()));
    }
    List<PackagedFile> files = measured.stream().map(Measured::file).toList();
    content.requireKnown(files);
    PackageManifest manifest = content.manifest(files);
    byte[] json = manifest.toJson();
    requireWithinLimits(files, json, PackageLimits.DEFAULT);

    MessageDigest digest = ContentDigest.sha256();
    try (ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(target.open(), digest))) {
      PackageContent.Source manifestSource = () -> new ByteArrayInputStream(json);
      put(zip, measure(PackageManifest.FILE, manifestSource), manifestSource);
      for (Measured file : measured) {
        put(zip, file, sources.get(file.file().name()));
      }
    }
    return new Written(HexFormat.of().formatHex(digest.digest()), manifest);
  }

  /** Opens what a package is written to. */
  @FunctionalInterface
  interface Target {
    /** The stream; it is closed by the writer. */
    OutputStream open() throws IOException;
  }

  private static Measured measure(String name, PackageContent.Source source) throws IOException {
    MessageDigest digest = ContentDigest.sha256();
    CRC32 crc = new CRC32();
    long bytes = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = source.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        crc.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new Measured(
        new PackagedFile(name, bytes, HexFormat.of().formatHex(digest.digest())), crc.getValue());
  }

  private static void requireWithinLimits(
      List<PackagedFile> files, byte[] manifest, PackageLimits limits)
      throws RefusedPackageException {
    if (files.size() >= limits.entries() || manifest.length > limits.manifestBytes()) {
      throw new RefusedPackageException(
          "it has more than %,d files, more than a package may hold".formatted(limits.entries()));
    }
    if (files.stream().mapToLong(PackagedFile::bytes).sum() > limits.bytes()) {
      throw new RefusedPackageException(
          "it is larger than %,d bytes, the most that a package may hold"
              .formatted(limits.bytes()));
    }
  }

  /** A stored entry; the archive's stream checks length and CRC against what was measured. */
  private static void put(ZipOutputStream zip, Measured file, PackageContent.Source source)
      throws IOException {
    ZipEntry entry = new ZipEntry(file.file().name());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(file.file().bytes());
    entry.setCrc(file.crc());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    try (InputStream in = source.open()) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }
}
