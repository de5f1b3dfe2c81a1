package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.value.FieldTree;
import java.util.Arrays;

/** The names that were met in rows of one kind, of which it keeps a bounded number. */
final class KnownNames {
  /** A power of two. Names that share a slot take turns in it. */
  private static final int MOST = 1 << 8;

  private final KnownName[] names = new KnownName[MOST];

  /** After so many rows of the kind that had to be read whole, no more are tried to be left. */
  private static final int MOST_REFUSALS = 8;

  /** The end of a row is sought among so many bytes. */
  static final int LONGEST_END = 512;

  private static final int UNKNOWN = -1;

  private final KnownName beforeFirst = new KnownName(new byte[0], null, this);
  private final KnownName beforeEnd = new KnownName(new byte[0], null, this);

  /** Bytes from the member on with which the end of such rows begins. */
  private int endLength = UNKNOWN;

  private int refusals;

  /** The place before the first of the names. */
  KnownName beforeFirst() {
    return beforeFirst;
  }

  /** The place before the first name of the end of such rows. */
  KnownName beforeEnd() {
    return beforeEnd;
  }

  /** Notes how long the end of a row of the kind is, from a member on to the last brace. */
  void setEndLength(int bytes) {
    endLength = bytes <= LONGEST_END ? bytes : UNKNOWN;
  }

  /** Where the end of a row probably begins, if such rows are worth leaving; else -1. */
  int startOfEnd(int lineEnd) {
    return endLength == UNKNOWN || refusals > MOST_REFUSALS ? -1 : lineEnd - endLength;
  }

  /** A row of the kind had to be read whole. */
  void refuse() {
    refusals++;
  }

  /**
   * The name between {@code start} and {@code close}; {@code place} is what is looked for there.
   */
  KnownName name(byte[] line, int start, int close, FieldTree place) {
    long hash = close - start;
    for (int i = start; i < close; i += Words.LENGTH) {
      hash = Words.mix(hash, Words.upTo(line, i, close));
    }
    int slot = (int) hash & MOST - 1;
    if (names[slot] == null || !names[slot].is(line, start, close)) {
      byte[] text = Arrays.copyOfRange(line, start, close + 2);
      text[close - start] = '"';
      text[close - start + 1] = ':';
      names[slot] = new KnownName(text, place, this);
    }
    return names[slot];
  }
}
