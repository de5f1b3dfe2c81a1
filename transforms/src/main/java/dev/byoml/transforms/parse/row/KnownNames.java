package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.value.FieldTree;
import java.util.Arrays;

/** The names that were met in rows of one kind, of which it keeps a bounded number. */
final class KnownNames {
  /** A power of two. Names that share a slot take turns in it. */
  private static final int MOST = 1 << 8;

  private final KnownName[] names = new KnownName[MOST];
  private final KnownName beforeFirst = new KnownName(new byte[0], null, this);

  /** The place before the first of the names. */
  KnownName beforeFirst() {
    return beforeFirst;
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
