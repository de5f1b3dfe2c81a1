package dev.byoml.transforms.source;

/** Why a line could not be read in full. */
public enum LineProblem {
  /** The line is longer than {@link SourceLine#LONGEST} bytes; its rest was skipped. */
  LINE_TOO_LONG,
  /** From here on the file is no valid gzip data, or it ends too early; its rest was skipped. */
  CORRUPT_GZIP
}
