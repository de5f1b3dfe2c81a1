package dev.byoml.pipelines.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Text of unknown origin as a terminal may show it: without characters that move the cursor, change
 * colours or turn the direction of writing, which could hide or forge what is shown.
 */
public final class ShownText {
  /** The longest message; what is cut stands in the log. */
  static final int LONGEST_MESSAGE = 500;

  private ShownText() {}

  /**
   * The text with control characters, those that set the direction of writing, and other characters
   * without a shape as {@code \\uXXXX}. Line breaks and tabs stay.
   */
  public static String escaped(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c != '\n' && c != '\t' && isHidden(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** A message as one line of at most 500 characters. */
  static String oneLine(String message) {
    String line = escaped(message.strip().replaceAll("\\s*\\R\\s*", " "));
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 1) + "…";
  }

  /** A stream that escapes what is printed to another one as text. */
  static PrintStream escaping(PrintStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8) {
      @Override
      public void print(String text) {
        super.print(escaped(String.valueOf(text)));
      }

      @Override
      public void println(String text) {
        print(text);
        super.println();
      }
    };
  }
}
