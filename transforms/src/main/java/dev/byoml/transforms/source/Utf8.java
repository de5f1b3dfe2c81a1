package dev.byoml.transforms.source;

/** Tells whether bytes are correct UTF-8, as table 3-7 of the Unicode standard defines it. */
public final class Utf8 {
  private Utf8() {}

  /** Whether the bytes from {@code start} to before {@code end} are correct. */
  public static boolean isCorrect(byte[] bytes, int start, int end) {
    int i = Words.endOfAscii(bytes, start, end);
    while (i < end) {
      int length = lengthAt(bytes, i, end);
      if (length == 0) {
        return false;
      }
      i += length;
      if (i < end && bytes[i] >= 0) {
        i = Words.endOfAscii(bytes, i, end);
      }
    }
    return true;
  }

  /** The number of bytes of the character that begins with a byte that is not ASCII; 0 if none. */
  private static int lengthAt(byte[] bytes, int index, int end) {
    int first = bytes[index] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (index + length > end) {
      return 0;
    }
    int second = bytes[index + 1] & 0xFF;
    if (second < lowestSecond(first) || second > highestSecond(first)) {
      return 0;
    }
    for (int i = index + 2; i < index + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  private static int lowestSecond(int first) {
    return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  }

  private static int highestSecond(int first) {
    return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  }
}
