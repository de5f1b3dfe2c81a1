package dev.byoml.transforms.source.file;

import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import java.io.IOException;

/**
 * The lines that begin in a range of a file. Where a compressed file turns out to be damaged, the
 * lines before are read and one more says so.
 */
public final class FileLines implements SourceLines {
  private final FileRange range;
  private final FileContent content;
  private LineReader reader;
  private boolean damaged;

  private FileLines(FileRange range, FileContent content) {
    this.range = range;
    this.content = content;
  }

  /**
   * The lines of a range of a file.
   *
   * @param content of the file, opened at {@link #firstByte}; closed with the lines
   */
  public static SourceLines of(FileRange range, FileContent content) {
    return new FileLines(range, content);
  }

  /** Offset of the first byte that is needed to know which lines begin in {@code range}. */
  public static long firstByte(FileRange range) {
    return LineReader.firstByte(range);
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    try {
      if (reader == null) {
        reader = LineReader.ofRange(content.in(), range, SourceLine.LONGEST);
      }
      return damaged ? null : reader.next();
    } catch (IOException e) {
      content.checkIsDamage(e);
      damaged = true;
      return reader.unfinished(LineProblem.CORRUPT_GZIP);
    }
  }

  @Override
  public boolean hasNextAtHand() {
    return reader != null && !damaged && reader.hasNextAtHand();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
