package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.beam.RecordCoder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A file that a run wrote, by which it is known again.
 *
 * @param folder that the run writes to, as an absolute path
 * @param name of the file, below that folder
 * @param lines number of line breaks
 * @param bytes its size
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record WrittenFile(String folder, String name, long lines, long bytes, String sha256) {
  /** Encodes what is known about a file. */
  public static final Coder<WrittenFile> CODER =
      RecordCoder.of(
          WrittenFile.class,
          StringUtf8Coder.of(),
          StringUtf8Coder.of(),
          VarLongCoder.of(),
          VarLongCoder.of(),
          StringUtf8Coder.of());

  /** Checks that no part is missing. */
  public WrittenFile {
    requireNonNull(folder, "folder");
    requireNonNull(name, "name");
    requireNonNull(sha256, "sha256");
  }

  /**
   * Measures a file that is there.
   *
   * @throws IOException if it cannot be read
   */
  public static WrittenFile of(String folder, String name) throws IOException {
    try (InputStream in = OutputFiles.open(OutputFiles.in(folder, name));
        Measure measure = new Measure(OutputStream.nullOutputStream())) {
      in.transferTo(measure);
      return measure.of(folder, name);
    }
  }

  /** Whether the file lies in a folder or below it. */
  public boolean isBelow(String above) {
    return OutputFiles.in(folder, name).startsWith(OutputFiles.in(above, ""));
  }

  /**
   * The same file, named from a folder above its own.
   *
   * @throws IllegalArgumentException if the file does not lie below that folder
   */
  public WrittenFile below(String above) {
    String path = OutputFiles.in(folder, name);
    if (!isBelow(above)) {
      throw new IllegalArgumentException("%s does not lie in %s".formatted(path, above));
    }
    String rest = path.substring(OutputFiles.in(above, "").length());
    return new WrittenFile(above, rest, lines, bytes, sha256);
  }

  /** Measures what passes through it. */
  static final class Measure extends FilterOutputStream {
    private final MessageDigest digest = ContentDigest.sha256();
    private long lines;
    private long bytes;

    Measure(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int start, int length) throws IOException {
      out.write(buffer, start, length);
      digest.update(buffer, start, length);
      bytes += length;
      for (int i = start; i < start + length; i++) {
        if (buffer[i] == '\n') {
          lines++;
        }
      }
    }

    /** What passed; asked once, when it is over. */
    WrittenFile of(String folder, String name) {
      return new WrittenFile(folder, name, lines, bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
