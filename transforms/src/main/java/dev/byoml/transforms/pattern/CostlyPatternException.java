package dev.byoml.transforms.pattern;

/**
 * A regular expression of a template takes longer on a value than its length allows. Carries no
 * stack trace: every line of an input may end in one.
 */
public final class CostlyPatternException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CostlyPatternException() {
    super("a regular expression takes too long on a value", null, false, false);
  }
}
