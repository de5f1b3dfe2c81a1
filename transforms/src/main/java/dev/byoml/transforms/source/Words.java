package dev.byoml.transforms.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at bytes eight at a time. In a word the byte of the lowest index is the lowest one; of the
 * bytes a search marks, only the lowest is certain.
 */
public final class Words {
  /** Bytes in a word. */
  public static final int LENGTH = Long.BYTES;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private Words() {}

  /** The eight bytes from {@code index} on. */
  public static long at(byte[] bytes, int index) {
    return (long) WORD.get(bytes, index);
  }

  /**
   * The bytes from {@code index} to {@code end}, at most eight; zeros stand for what is missing.
   */
  public static long upTo(byte[] bytes, int index, int end) {
    int count = Math.min(LENGTH, end - index);
    if (index + LENGTH <= bytes.length) {
      long word = at(bytes, index);
      return count == LENGTH ? word : word & ((1L << (Byte.SIZE * count)) - 1);
    }
    long word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << Byte.SIZE | bytes[index + i] & 0xFF;
    }
    return word;
  }

  /** Whether two runs of bytes are the same. */
  public static boolean equal(byte[] one, int start, byte[] other, int otherStart, int length) {
    if (length < LENGTH) {
      return upTo(one, start, start + length) == upTo(other, otherStart, otherStart + length);
    }
    // The last word may overlap the one before it.
    int last = length - LENGTH;
    for (int i = 0; i < last; i += LENGTH) {
      if (at(one, start + i) != at(other, otherStart + i)) {
        return false;
      }
    }
    return at(one, start + last) == at(other, otherStart + last);
  }

  /** Index of the first line feed from {@code start} to before {@code end}, or {@code end}. */
  public static int lineFeed(byte[] bytes, int start, int end) {
    int i = start;
    for (; i + LENGTH <= end; i += LENGTH) {
      long difference = at(bytes, i) ^ LINE_FEEDS;
      long hits = (difference - ONES) & ~difference & HIGH_BITS;
      if (hits != 0) {
        return i + firstByte(hits);
      }
    }
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /**
   * Index of the first byte from {@code start} to before {@code end} that is a quotation mark, a
   * backslash, a control character or no ASCII; {@code end} if there is none.
   */
  public static int endOfPlainText(byte[] bytes, int start, int end) {
    int i = start;
    for (; i + LENGTH <= end; i += LENGTH) {
      long word = at(bytes, i);
      long hits =
          (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
              & HIGH_BITS;
      if (hits != 0) {
        return i + firstByte(hits);
      }
    }
    while (i < end && isPlain(bytes[i])) {
      i++;
    }
    return i;
  }

  /** Index of the first byte from {@code start} to before {@code end} that is not ASCII, or end. */
  public static int endOfAscii(byte[] bytes, int start, int end) {
    int i = start;
    for (; i + LENGTH <= end; i += LENGTH) {
      long hits = at(bytes, i) & HIGH_BITS;
      if (hits != 0) {
        return i + firstByte(hits);
      }
    }
    while (i < end && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Mixes a word into a hash. */
  public static long mix(long hash, long word) {
    long mixed = (hash ^ word) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 32;
  }

  private static boolean isPlain(byte character) {
    return character >= ' ' && character != '"' && character != '\\';
  }

  private static int firstByte(long hits) {
    return Long.numberOfTrailingZeros(hits) >>> 3;
  }
}
