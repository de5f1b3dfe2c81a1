package dev.byoml.transforms.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.Sleeper;

/**
 * Reads the lines of pieces of files. A file whose name ends in {@code .gz} is decompressed, all
 * its members; where it turns out to be damaged, the lines before are read and one more says so. If
 * the file system fails again and again, so does the bundle, and the runner may try it anew.
 */
final class ReadRangeFn extends DoFn<FileRange, SourceLine> {
  private static final String GZIP = ".gz";

  /** Whether the file of that path is compressed, so that it can only be read as a whole. */
  static boolean isCompressed(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  @ProcessElement
  public void read(@Element FileRange range, OutputReceiver<SourceLine> lines) throws IOException {
    try (RawInputStream raw = open(range.file(), LineReader.firstByte(range))) {
      if (isCompressed(range.file())) {
        readCompressed(raw, range.file(), lines);
      } else {
        readAll(LineReader.ofRange(raw, range, ReadEventLines.LONGEST_LINE), lines);
      }
    } catch (IOException e) {
      throw new UnreadableFileException(range.file(), e);
    }
  }

  /** Opens a file at an offset, on any of Beam's file systems. */
  static RawInputStream open(String file, long offset) {
    return new RawInputStream(
        new ResumingInputStream(
            file,
            () -> FileSystems.open(FileSystems.matchNewResource(file, false)),
            offset,
            Sleeper.DEFAULT));
  }

  private static void readCompressed(
      RawInputStream raw, String file, OutputReceiver<SourceLine> lines) throws IOException {
    try (InputStream in = new GzipMembersInputStream(raw)) {
      LineReader reader = LineReader.ofWhole(in, file, ReadEventLines.LONGEST_LINE);
      try {
        readAll(reader, lines);
      } catch (IOException e) {
        if (raw.hasFailed()) {
          throw e;
        }
        lines.output(reader.unfinished(LineProblem.CORRUPT_GZIP));
      }
    }
  }

  private static void readAll(LineReader reader, OutputReceiver<SourceLine> lines)
      throws IOException {
    for (SourceLine line = reader.next(); line != null; line = reader.next()) {
      lines.output(line);
    }
  }
}
