package dev.byoml.transforms.source.file;

import dev.byoml.transforms.source.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.Sleeper;

/** Reads the lines of pieces of files, on any of Beam's file systems. */
public final class FileLines {
  private static final String GZIP = ".gz";

  private FileLines() {}

  /**
   * Reads the lines that begin in {@code range}. A file whose name ends in {@code .gz} is
   * decompressed, all its members; where it turns out to be damaged, the lines before are read and
   * one more says so.
   *
   * @param lines gets each line in turn, in a buffer that the next overwrites; {@link
   *     SourceLine#copy} keeps a line
   * @throws UnreadableFileException if the file system fails again and again
   */
  public static void read(FileRange range, Consumer<SourceLine> lines)
      throws UnreadableFileException {
    try (RawInputStream raw = open(range.file(), LineReader.firstByte(range))) {
      if (isCompressed(range.file())) {
        readCompressed(raw, range.file(), lines);
      } else {
        readAll(LineReader.ofRange(raw, range, SourceLine.LONGEST), lines);
      }
    } catch (IOException e) {
      throw new UnreadableFileException(range.file(), e);
    }
  }

  /** Whether the file of that path is compressed, so that it can only be read as a whole. */
  public static boolean isCompressed(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  /** Opens a file at an offset. */
  static RawInputStream open(String file, long offset) {
    return new RawInputStream(
        new ResumingInputStream(
            file,
            () -> FileSystems.open(FileSystems.matchNewResource(file, false)),
            offset,
            Sleeper.DEFAULT));
  }

  private static void readCompressed(RawInputStream raw, String file, Consumer<SourceLine> lines)
      throws IOException {
    try (InputStream in = new GzipMembersInputStream(raw)) {
      LineReader reader = LineReader.ofWhole(in, file, SourceLine.LONGEST);
      try {
        readAll(reader, lines);
      } catch (IOException e) {
        if (raw.hasFailed()) {
          throw e;
        }
        lines.accept(reader.unfinished(LineProblem.CORRUPT_GZIP));
      }
    }
  }

  private static void readAll(LineReader reader, Consumer<SourceLine> lines) throws IOException {
    for (SourceLine line = reader.next(); line != null; line = reader.next()) {
      lines.accept(line);
    }
  }
}
