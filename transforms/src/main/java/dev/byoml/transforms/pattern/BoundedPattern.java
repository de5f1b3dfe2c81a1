package dev.byoml.transforms.pattern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that gives up on a text when it has looked at its characters too often, so
 * that no text takes longer than its length allows.
 *
 * <p>Java's expressions stay, instead of RE2/J's, which never go back: templates and models that
 * are there may look ahead ({@code (?!…)}) or refer back, which RE2/J cannot read.
 */
public final class BoundedPattern {
  /** So many looks are free, and so many more at each character of the text. */
  private static final long FREE_LOOKS = 20_000;

  private static final long LOOKS_AT_A_CHARACTER = 16;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** The pattern of a regular expression that is known to be one. */
  public static BoundedPattern of(String expression) {
    return new BoundedPattern(Pattern.compile(expression));
  }

  /**
   * Whether the pattern matches all of a text.
   *
   * @throws CostlyPatternException if that takes too long to tell
   */
  public boolean matches(String text) {
    return pattern.matcher(new Watched(text)).matches();
  }

  /**
   * The first group of the first place that matches, or all of that where the pattern has no group.
   *
   * @return null if no place matches, or the group takes no part in it
   * @throws CostlyPatternException if that takes too long to tell
   */
  public String capture(String text) {
    Matcher matcher = pattern.matcher(new Watched(text));
    return matcher.find() ? matcher.group(Math.min(1, matcher.groupCount())) : null;
  }

  /** A text that counts how often it is looked at. */
  private static final class Watched implements CharSequence {
    private final String text;
    private long looksLeft;

    Watched(String text) {
      this.text = text;
      this.looksLeft = FREE_LOOKS + LOOKS_AT_A_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
      if (--looksLeft < 0) {
        throw new CostlyPatternException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
