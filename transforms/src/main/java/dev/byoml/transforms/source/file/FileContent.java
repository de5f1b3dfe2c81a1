package dev.byoml.transforms.source.file;

import dev.byoml.transforms.azure.BlobChannel;
import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.azure.BlobPath;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.text.Texts;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.Sleeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file on any of Beam's file systems holds, decompressed if it is gzip, all its members.
 * Whether it is, its first bytes say and not its name. For one thread.
 */
public final class FileContent implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FileContent.class);

  private static final String GZIP = ".gz";
  private static final int HEAD = 1 << 16;
  private static final byte[] GZIP_MAGIC = {0x1F, (byte) 0x8B};

  private final String file;
  private final RawInputStream raw;
  private final InputStream content;
  private final byte[] firstBytes;
  private final boolean isGzip;

  private FileContent(String file, long offset, long until, PipelineOptions options)
      throws IOException {
    this.file = file;
    this.raw =
        new RawInputStream(
            new ResumingInputStream(
                file,
                at ->
                    BlobPath.isBlobPath(file)
                        ? BlobChannel.open(options, file, at, until)
                        : ResumingInputStream.moved(
                            FileSystems.open(FileSystems.matchNewResource(file, false)), at),
                offset,
                Sleeper.DEFAULT));
    if (offset > 0) {
      this.content = raw;
      this.firstBytes = new byte[0];
      this.isGzip = false;
      return;
    }
    BufferedInputStream stored = new BufferedInputStream(raw, HEAD);
    this.firstBytes = peek(stored);
    this.isGzip = startsWith(firstBytes, GZIP_MAGIC) || (isCompressed(file) && !isRows(firstBytes));
    this.content =
        isGzip ? new BufferedInputStream(new GzipMembersInputStream(stored), HEAD) : stored;
    if (isGzip != isCompressed(file) && firstBytes.length > 0 && otherCompression().isEmpty()) {
      LOG.warn(
          "{} is {} whatever its name says; it is read as that", file, isGzip ? "gzip" : "no gzip");
    }
  }

  /**
   * Opens a file at its start, of which nobody knows yet how much will be read.
   *
   * @param options of the run
   * @throws UnreadableInputException if the file system fails again and again
   */
  public static FileContent open(String file, PipelineOptions options)
      throws UnreadableInputException {
    return open(file, 0, 0, options);
  }

  /**
   * Opens a file.
   *
   * @param offset of the first byte that is read; only from the start it is known what the file is
   * @param until offset at which reading is expected to end: a blob is fetched ahead up to there; 0
   *     if it may end anywhere
   * @param options of the run
   * @throws UnreadableInputException if the file system fails again and again
   */
  public static FileContent open(String file, long offset, long until, PipelineOptions options)
      throws UnreadableInputException {
    try {
      return new FileContent(file, offset, until, options);
    } catch (IOException e) {
      throw new UnreadableInputException(file, reason(file, e), e);
    }
  }

  /** Whether by its name a file is compressed, so that it can only be read as a whole. */
  public static boolean isCompressed(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  /** Path of the file. */
  public String file() {
    return file;
  }

  /** Whether the file is gzip. */
  public boolean isGzip() {
    return isGzip;
  }

  /** The content from the offset on. */
  public InputStream in() {
    return content;
  }

  /**
   * The first bytes of the content, which is read from there on all the same: as many as are needed
   * to know what it is, or fewer if there are no more or what follows is damaged. Only of a file
   * that was opened at its start, before anything is read.
   */
  public byte[] head() throws UnreadableInputException {
    if (!isGzip) {
      return firstBytes;
    }
    try {
      return peek((BufferedInputStream) content);
    } catch (IOException e) {
      checkIsDamage(e);
      return new byte[0];
    }
  }

  /** The name of the compression that the file is in, if that is another than gzip. */
  public Optional<String> otherCompression() {
    if (startsWith(firstBytes, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD})) {
      return Optional.of("Zstandard");
    }
    if (startsWith(firstBytes, new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0})) {
      return Optional.of("xz");
    }
    if (startsWith(firstBytes, new byte[] {'B', 'Z', 'h'})
        && firstBytes.length > 3
        && Character.isDigit(firstBytes[3])) {
      return Optional.of("bzip2");
    }
    if (startsWith(firstBytes, new byte[] {'P', 'K', 3, 4})) {
      return Optional.of("zip");
    }
    return startsWith(firstBytes, new byte[] {4, 0x22, 0x4D, 0x18})
        ? Optional.of("LZ4")
        : Optional.empty();
  }

  /**
   * Checks that it is the file that is damaged, and not the file system that failed.
   *
   * @throws UnreadableInputException if not
   */
  public void checkIsDamage(IOException failure) throws UnreadableInputException {
    if (!isGzip || raw.hasFailed()) {
      throw new UnreadableInputException(file, reason(file, failure), failure);
    }
  }

  /**
   * Checks that a file whose content cannot be understood was read as it is stored.
   *
   * @throws UnreadableInputException if the file system failed
   */
  public void checkHasNotFailed(IOException failure) throws UnreadableInputException {
    if (raw.hasFailed()) {
      throw new UnreadableInputException(file, reason(file, failure), failure);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** Whether bytes are surely not compressed: an object, an array, or columns. */
  private static boolean isRows(byte[] bytes) {
    String line = new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    boolean isText = line.chars().noneMatch(c -> c == '\uFFFD' || (c < ' ' && c != '\t'));
    return isText
        && (line.startsWith("{") || line.startsWith("[") || line.matches(".*[^,\t][,\t].*"));
  }

  private static byte[] peek(BufferedInputStream in) throws IOException {
    in.mark(HEAD);
    byte[] head = new byte[HEAD];
    int length = 0;
    try {
      int read;
      while (length < HEAD && (read = in.read(head, length, HEAD - length)) >= 0) {
        length += read;
      }
    } catch (IOException e) {
      if (length == 0) {
        throw e;
      }
    }
    in.reset();
    return Arrays.copyOf(head, length);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static String reason(String file, IOException failure) {
    return BlobFailures.find(failure).orElseGet(() -> Texts.firstLine(failure));
  }
}
