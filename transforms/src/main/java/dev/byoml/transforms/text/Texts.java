package dev.byoml.transforms.text;

/** Parts of texts that come from outside: messages of libraries, and files. */
public final class Texts {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Texts() {}

  /** The first line of a message, which may be the only one. */
  public static String firstLine(String message) {
    String text = message.strip();
    return text.lines().findFirst().orElse(text);
  }

  /** The first line of what a failure says, or its type where it says nothing. */
  public static String firstLine(Throwable failure) {
    return firstLine(failure.getMessage() == null ? failure.toString() : failure.getMessage());
  }

  /** A text without the mark by which Windows programs begin a file in UTF-8. */
  public static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The number of bytes of such a mark at an index: 3, or 0 where there is none. */
  public static int byteOrderMarkAt(byte[] bytes, int index, int end) {
    int length = BYTE_ORDER_MARK.length;
    boolean isThere = end - index >= length;
    for (int i = 0; isThere && i < length; i++) {
      isThere = bytes[index + i] == BYTE_ORDER_MARK[i];
    }
    return isThere ? length : 0;
  }
}
