package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Row;

/**
 * Members of an object that follow each other with the same values in nearly every line, as they
 * were read once: from the first name, after its quotation mark, to the quotation mark of the name
 * that follows the last of them. Where a name begins and the same bytes stand there again, they are
 * the same members: one comparison reads them.
 */
final class MemberRun {
  private static final int MOST_TRUST = 64;
  private static final int LOST_BY_A_MISS = 4;

  private final byte[] bytes;
  private final KnownName last;

  /**
   * For each member that the template looks at: the field, start and end of its text in the run.
   */
  private final int[] slices;

  private final boolean[] escaped;
  private final long fields;
  private int trust = MOST_TRUST;

  MemberRun(byte[] bytes, KnownName last, int[] slices, boolean[] escaped) {
    this.bytes = bytes;
    this.last = last;
    this.slices = slices;
    this.escaped = escaped;
    long asked = 0;
    for (int i = 0; i < slices.length; i += 3) {
      asked |= 1L << slices[i];
    }
    this.fields = asked;
  }

  /** Whether the run stands where a name begins. */
  boolean standsAt(byte[] line, int start, int end) {
    if (end - start < bytes.length || !Words.equal(line, start, bytes, 0, bytes.length)) {
      trust -= LOST_BY_A_MISS;
      return false;
    }
    trust = Math.min(MOST_TRUST, trust + 1);
    return true;
  }

  /** Whether it was not where it was expected too often to be worth another look. */
  boolean isUseless() {
    return trust < 0;
  }

  /** Number of bytes. */
  int length() {
    return bytes.length;
  }

  /** The place after its last member. */
  KnownName last() {
    return last;
  }

  /** A bit for each field that it fills. */
  long fields() {
    return fields;
  }

  /** Fills its fields from a line in which it begins at {@code start}. */
  void fill(Row row, int start) {
    for (int i = 0; i < slices.length; i += 3) {
      row.setSlice(slices[i], start + slices[i + 1], start + slices[i + 2], escaped[i / 3], false);
    }
  }
}
