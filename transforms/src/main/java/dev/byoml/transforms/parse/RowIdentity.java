package dev.byoml.transforms.parse;

import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.source.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The identity of a row as 128 bits. Two rows of one access with the same bits are one row.
 *
 * <p>An identity that is a UUID in lower case, as Log Analytics gives every row, is its own 128
 * bits: it cannot collide. Of any other text they are the first half of its SHA-256. By chance two
 * of n rows collide with a probability of n²/2¹²⁹, for 10¹² rows 10⁻¹⁵. Somebody who can choose
 * identities gains nothing by a collision: the same identity twice does the same, and either way
 * only rows of one user and one resource fold into one.
 *
 * <p>Holds the identity looked at last; not safe for use by several threads.
 */
public final class RowIdentity {
  private static final int UUID_LENGTH = 36;
  private static final int NO_NUMBER = -1;
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_HALVES = 0x0F * ONES;
  private static final long FIRST_FOUR = 0xFFFFFFFFL;

  private final MessageDigest sha256 = ContentDigest.sha256();
  private long high;
  private long low;

  /** Looks at no identity yet. */
  public RowIdentity() {}

  /** Looks at an identity. */
  public void set(String identity) {
    byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
    set(bytes, 0, bytes.length);
  }

  /** Looks at an identity that is written in UTF-8. */
  public void set(byte[] bytes, int start, int end) {
    if (end - start != UUID_LENGTH || !setUuid(bytes, start)) {
      sha256.update(bytes, start, end - start);
      byte[] digest = sha256.digest();
      high = Long.reverseBytes(Words.at(digest, 0));
      low = Long.reverseBytes(Words.at(digest, Long.BYTES));
    }
  }

  /** The first 64 bits. */
  public long high() {
    return high;
  }

  /** The other 64 bits. */
  public long low() {
    return low;
  }

  private boolean setUuid(byte[] bytes, int start) {
    if (bytes[start + 8] != '-'
        || bytes[start + 13] != '-'
        || bytes[start + 18] != '-'
        || bytes[start + 23] != '-') {
      return false;
    }
    long one = number(Words.at(bytes, start));
    long two = number(Words.at(bytes, start + 9) & FIRST_FOUR | Words.at(bytes, start + 14) << 32);
    long three =
        number(Words.at(bytes, start + 19) & FIRST_FOUR | Words.at(bytes, start + 24) << 32);
    long four = number(Words.at(bytes, start + 28));
    if ((one | two | three | four) < 0) {
      return false;
    }
    high = one << 32 | two;
    low = three << 32 | four;
    return true;
  }

  /**
   * Returns the number that eight hexadecimal digits write; negative if one of them is not a digit.
   */
  private static long number(long word) {
    // Bit 6 tells letters from digits. Writing the values again shows whether that was right.
    long values = (word & LOW_HALVES) + 9 * (word >>> 6 & ONES);
    long letters = values + 6 * ONES >>> 4 & ONES;
    if ((values & ~LOW_HALVES) != 0 || values + '0' * ONES + ('a' - '0' - 10) * letters != word) {
      return NO_NUMBER;
    }
    long digits = Long.reverseBytes(values);
    digits = (digits | digits >>> 4) & 0x00FF00FF00FF00FFL;
    digits = (digits | digits >>> 8) & 0x0000FFFF0000FFFFL;
    return (digits | digits >>> 16) & FIRST_FOUR;
  }
}
