package dev.byoml.transforms.source;

/** Why a line is not a row that could be read in full. */
public enum LineProblem {
  /** The line is longer than {@link SourceLine#LONGEST} bytes; its rest was skipped. */
  LINE_TOO_LONG,
  /** From here on the file is not valid gzip data, or it ends too early; its rest was skipped. */
  CORRUPT_GZIP,
  /** The line names the columns of those that follow. */
  HEADER,
  /** The line is not CSV. */
  INVALID_CSV,
  /** The line has more or fewer columns than the header names; the text of the line says so. */
  WRONG_COLUMN_COUNT,
  /** The header names no column for what the template needs; the text of the line says what. */
  MISSING_COLUMN,
  /** The whole file is in an encoding that is not read; the text of the line names it. */
  OTHER_ENCODING,
  /** The whole file is compressed in a way that is not read; the text of the line names it. */
  OTHER_COMPRESSION,
  /** The file is damaged from here on; the text of the line says what is wrong. */
  DAMAGED_FILE
}
