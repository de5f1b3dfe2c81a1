package dev.byoml.pipelines.share.format;

import dev.byoml.model.tenant.ContentDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * A package that was received, and that nobody vouches for. Everything that can be said without
 * unpacking is checked when it is opened; {@link #extract} checks the rest while it unpacks.
 */
public final class PackageArchive implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int FILE_TYPE = 0170000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int PLAIN_FILE = 0100000;

  private final SeekableByteChannel channel;
  private final ZipFile zip;
  private final Map<String, ZipArchiveEntry> entries;
  private final byte[] manifestJson;
  private final PackageManifest manifest;
  private final PackageKind kind;

  private PackageArchive(
      SeekableByteChannel channel,
      ZipFile zip,
      Map<String, ZipArchiveEntry> entries,
      byte[] manifestJson)
      throws RefusedPackageException {
    this.channel = channel;
    this.zip = zip;
    this.entries = entries;
    this.manifestJson = manifestJson;
    this.manifest = PackageManifest.parse(manifestJson);
    this.kind =
        PackageKind.of(manifest.kind())
            .orElseThrow(
                () ->
                    new RefusedPackageException(
                        "it is of an unknown kind, " + EntryNames.shown(manifest.kind())));
  }

  /**
   * Opens a package and checks its digest, its entries and its manifest.
   *
   * @param digest what the SHA-256 of the archive must be, 64 hexadecimal digits; any if empty
   * @throws RefusedPackageException if something is wrong with it
   * @throws IOException if the file cannot be read
   */
  public static PackageArchive open(Path file, Optional<String> digest, PackageLimits limits)
      throws RefusedPackageException, IOException {
    // One channel for all, so that what is unpacked is the file whose digest was checked.
    SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
    try {
      if (digest.isPresent()) {
        requireDigest(digest.get(), channel);
      }
      return open(channel, limits);
    } catch (IOException | RefusedPackageException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireDigest(String expected, SeekableByteChannel channel)
      throws RefusedPackageException, IOException {
    MessageDigest digest = ContentDigest.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    channel.position(0);
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(expected)) {
      throw new RefusedPackageException(
          "its digest is sha256:%s, not sha256:%s: it is not the package that was meant, or was"
                  .formatted(actual, expected)
              + " changed on its way");
    }
  }

  private static PackageArchive open(SeekableByteChannel channel, PackageLimits limits)
      throws RefusedPackageException, IOException {
    ZipFile zip = zip(channel);
    List<ZipArchiveEntry> list = Collections.list(zip.getEntries());
    if (list.size() > limits.entries()) {
      throw new RefusedPackageException(
          "it has %,d entries, more than the %,d that a package may have"
              .formatted(list.size(), limits.entries()));
    }
    for (ZipArchiveEntry entry : list) {
      checkEntry(entry);
    }
    EntryNames.checkApart(list.stream().map(ZipArchiveEntry::getName).toList());
    Map<String, ZipArchiveEntry> entries = new HashMap<>();
    list.forEach(entry -> entries.put(entry.getName(), entry));
    PackageArchive archive =
        new PackageArchive(channel, zip, entries, manifestJson(zip, entries, limits));
    requireListed(archive.manifest, entries);
    requireWithinLimits(archive.manifest, channel.size(), limits);
    return archive;
  }

  private static ZipFile zip(SeekableByteChannel channel) throws RefusedPackageException {
    try {
      return ZipFile.builder()
          .setSeekableByteChannel(channel)
          .setUseUnicodeExtraFields(false)
          .get();
    } catch (IOException | RuntimeException e) {
      throw new RefusedPackageException("it is not a zip archive, or a damaged one");
    }
  }

  private static void checkEntry(ZipArchiveEntry entry) throws RefusedPackageException {
    String name = new String(entry.getRawName(), StandardCharsets.UTF_8);
    EntryNames.check(name);
    int type = entry.getUnixMode() & FILE_TYPE;
    if (type == SYMBOLIC_LINK) {
      throw refused(name, "is a symbolic link");
    }
    if (type != 0 && type != PLAIN_FILE) {
      throw refused(name, "is not a plain file");
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw refused(name, "is encrypted");
    }
    int method = entry.getMethod();
    if (method != ZipMethod.STORED.getCode() && method != ZipMethod.DEFLATED.getCode()) {
      throw refused(name, "is compressed in a way that is not read");
    }
  }

  private static byte[] manifestJson(
      ZipFile zip, Map<String, ZipArchiveEntry> entries, PackageLimits limits)
      throws RefusedPackageException {
    ZipArchiveEntry entry = entries.get(PackageManifest.FILE);
    if (entry == null) {
      throw new RefusedPackageException(
          "it has no %s, so it is not a package".formatted(PackageManifest.FILE));
    }
    byte[] json;
    try (InputStream in = zip.getInputStream(entry)) {
      json = in.readNBytes(limits.manifestBytes() + 1);
    } catch (IOException | RuntimeException e) {
      throw refused(PackageManifest.FILE, "is damaged");
    }
    if (json.length > limits.manifestBytes()) {
      throw refused(PackageManifest.FILE, "is too large");
    }
    return json;
  }

  private static void requireListed(PackageManifest manifest, Map<String, ZipArchiveEntry> entries)
      throws RefusedPackageException {
    List<String> listed = manifest.files().stream().map(PackagedFile::name).toList();
    EntryNames.checkApart(listed);
    Map<String, ZipArchiveEntry> unlisted = new HashMap<>(entries);
    unlisted.remove(PackageManifest.FILE);
    for (String name : listed) {
      if (unlisted.remove(name) == null) {
        throw refused(name, "is missing");
      }
    }
    Optional<String> first = unlisted.keySet().stream().sorted().findFirst();
    if (first.isPresent()) {
      throw refused(first.get(), "is not in the manifest");
    }
  }

  private static void requireWithinLimits(
      PackageManifest manifest, long archiveBytes, PackageLimits limits)
      throws RefusedPackageException {
    long bytes = 0;
    for (PackagedFile file : manifest.files()) {
      // Lengths are what a stranger wrote; their sum must not wrap around.
      bytes = file.bytes() > limits.bytes() ? Long.MAX_VALUE : bytes + file.bytes();
      if (bytes > limits.bytes()) {
        throw new RefusedPackageException(
            "its files are larger than %,d bytes, the most that a package may hold"
                .formatted(limits.bytes()));
      }
    }
    if (bytes > archiveBytes * limits.ratio()) {
      throw new RefusedPackageException(
          "its files are more than %d times as large as the archive".formatted(limits.ratio()));
    }
  }

  /** What the package says it holds. */
  public PackageManifest manifest() {
    return manifest;
  }

  /** The kind of thing it holds. */
  public PackageKind kind() {
    return kind;
  }

  /**
   * Unpacks all files, each to the length and digest that the manifest gives and not a byte
   * further, whatever the archive says of itself.
   *
   * @param folder an empty folder of our own
   * @throws RefusedPackageException if a file is not what the manifest says
   * @throws IOException if a file cannot be written
   */
  public void extract(Path folder) throws RefusedPackageException, IOException {
    Files.write(folder.resolve(PackageManifest.FILE), manifestJson);
    for (PackagedFile file : manifest.files()) {
      Path target = folder.resolve(file.name());
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        extract(file, out);
      }
    }
  }

  private void extract(PackagedFile file, OutputStream out)
      throws RefusedPackageException, IOException {
    MessageDigest digest = ContentDigest.sha256();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try (EntryStream in = new EntryStream(file.name())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        if (bytes > file.bytes()) {
          throw refused(file.name(), "is longer than the manifest says");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    if (bytes < file.bytes()) {
      throw refused(file.name(), "is shorter than the manifest says");
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw refused(file.name(), "has another digest than the manifest says");
    }
  }

  /** An entry's bytes; what goes wrong with them is the archive's fault, not the disk's. */
  private final class EntryStream implements AutoCloseable {
    private final String name;
    private final InputStream in;

    EntryStream(String name) throws RefusedPackageException {
      this.name = name;
      try {
        in = zip.getInputStream(entries.get(name));
      } catch (IOException | RuntimeException e) {
        throw refused(name, "is damaged");
      }
    }

    int read(byte[] buffer) throws RefusedPackageException {
      try {
        return in.read(buffer);
      } catch (IOException | RuntimeException e) {
        throw refused(name, "is damaged");
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static RefusedPackageException refused(String name, String why) {
    return new RefusedPackageException("entry %s %s".formatted(EntryNames.shown(name), why));
  }

  @Override
  public void close() throws IOException {
    zip.close();
    channel.close();
  }
}
