package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.util.Arrays;

/** What the rows of files of records have in common. */
final class TableRows {
  /** How much of a row is kept that is too long. */
  private static final int KEPT_START = 1 << 10;

  private TableRows() {}

  /** A row as a line, or the start of one that is too long. */
  static SourceLine line(String file, long number, byte[] line) {
    return line.length > SourceLine.LONGEST
        ? new SourceLine(file, number, Arrays.copyOf(line, KEPT_START), LineProblem.LINE_TOO_LONG)
        : SourceLine.of(file, number, line);
  }
}
