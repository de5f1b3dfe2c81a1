package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Row;
import java.util.Arrays;

/** Finds the {@link MemberRun}s of lines that are read one after the other. */
final class MemberRuns {
  /** After so many lines with one value the next is expected to have it too. */
  static final int STEADY = 16;

  /** After so many changes no value is expected any more. */
  static final int MOST_CHANGES = 8;

  static final int LONGEST_VALUE = 256;
  private static final int MOST_SLICES = 16;
  private static final int NONE = -1;

  /** Start of the run that is being gathered in the line at hand, or {@link #NONE}. */
  private int start;

  private KnownName first;
  private KnownName last;
  private final int[] slices = new int[3 * MOST_SLICES];
  private final boolean[] escaped = new boolean[MOST_SLICES];
  private int sliceCount;

  /** A line begins. */
  void begin() {
    start = NONE;
  }

  /**
   * A member was read.
   *
   * @param after the place after it: its name, or a place in rows of the kind that it says
   * @param nameStart where its name begins
   */
  void add(
      KnownName name,
      KnownName after,
      int nameStart,
      int valueStart,
      int valueEnd,
      byte[] line,
      Row row) {
    boolean isSteady =
        name.isSteady(line, valueStart, valueEnd)
            && name.run() == null
            && (name.field() == Row.NO_FIELD || row.start(name.field()) >= 0);
    if (!isSteady) {
      close(line, nameStart);
      return;
    }
    if (start == NONE) {
      start = nameStart;
      first = name;
      sliceCount = 0;
    }
    last = after;
    if (name.field() != Row.NO_FIELD) {
      if (sliceCount == MOST_SLICES) {
        start = NONE;
        return;
      }
      slices[3 * sliceCount] = name.field();
      slices[3 * sliceCount + 1] = row.start(name.field()) - start;
      slices[3 * sliceCount + 2] = row.end(name.field()) - start;
      escaped[sliceCount++] = !row.isPlainSlice(name.field());
    }
  }

  /** What was gathered ends before the name at {@code nameStart}. */
  void close(byte[] line, int nameStart) {
    if (start == NONE) {
      return;
    }
    if (Words.endOfAscii(line, start, nameStart) == nameStart) {
      first.setRun(
          new MemberRun(
              Arrays.copyOfRange(line, start, nameStart),
              last,
              Arrays.copyOf(slices, 3 * sliceCount),
              Arrays.copyOf(escaped, sliceCount)));
    }
    start = NONE;
  }
}
