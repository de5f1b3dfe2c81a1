package dev.byoml.transforms.parse;

import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.source.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

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
  private static final int NO_DIGIT = -1;
  private static final byte[] DIGITS = new byte['f' + 1];

  static {
    Arrays.fill(DIGITS, (byte) NO_DIGIT);
    for (int digit = 0; digit < 16; digit++) {
      DIGITS[Character.forDigit(digit, 16)] = (byte) digit;
    }
  }

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
    long one = number(bytes, start, 8);
    long two = number(bytes, start + 9, 4);
    long three = number(bytes, start + 14, 4);
    long four = number(bytes, start + 19, 4);
    long five = number(bytes, start + 24, 12);
    if ((one | two | three | four | five) < 0) {
      return false;
    }
    high = one << 32 | two << 16 | three;
    low = four << 48 | five;
    return true;
  }

  /** As many hexadecimal digits as a number; negative if one of them is none. */
  private static long number(byte[] bytes, int start, int count) {
    long number = 0;
    int faults = 0;
    for (int i = start; i < start + count; i++) {
      int character = bytes[i];
      int digit = character < 0 || character > 'f' ? NO_DIGIT : DIGITS[character];
      faults |= digit;
      number = number << 4 | digit;
    }
    return faults < 0 ? NO_DIGIT : number;
  }
}
