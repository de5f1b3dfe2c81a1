package dev.byoml.transforms.source.file;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.azure.BlobPath;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.Sleeper;

/**
 * The lines that begin in a range of a file, on any of Beam's file systems. A file whose name ends
 * in {@code .gz} is decompressed, all its members; where it turns out to be damaged, the lines
 * before are read and one more says so.
 */
public final class FileLines implements SourceLines {
  private static final String GZIP = ".gz";

  private final FileRange range;
  private final RawInputStream raw;
  private final InputStream content;
  private LineReader reader;
  private boolean damaged;

  private FileLines(FileRange range) {
    this.range = range;
    this.raw =
        new RawInputStream(
            new ResumingInputStream(
                range.file(),
                () -> FileSystems.open(FileSystems.matchNewResource(range.file(), false)),
                LineReader.firstByte(range),
                Sleeper.DEFAULT));
    this.content = isCompressed(range.file()) ? new GzipMembersInputStream(raw) : raw;
  }

  /** Opens a range of a file; that it cannot be read may be known only by its first line. */
  public static SourceLines open(FileRange range) {
    return new FileLines(range);
  }

  /** Whether the file of that path is compressed, so that it can only be read as a whole. */
  public static boolean isCompressed(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    try {
      if (reader == null) {
        reader = LineReader.ofRange(content, range, SourceLine.LONGEST);
      }
      return damaged ? null : reader.next();
    } catch (IOException e) {
      if (content == raw || raw.hasFailed()) {
        throw new UnreadableInputException(range.file(), reason(e), e);
      }
      damaged = true;
      return reader.unfinished(LineProblem.CORRUPT_GZIP);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private String reason(IOException failure) {
    if (failure instanceof FileNotFoundException && BlobPath.isBlobPath(range.file())) {
      return "there is no such blob any more";
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return BlobFailures.find(failure).orElse(message.lines().findFirst().orElse(message));
  }
}
