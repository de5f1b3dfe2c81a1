package dev.byoml.transforms.parse;

/**
 * Names under which lines are counted that are left out on purpose. Further names come from the
 * template: the built-in ones use {@code otherTable}, {@code otherEvent}, {@code noiseShare},
 * {@code machineAccount} and {@code anonymousLogon}.
 */
public final class FilterReason {

  /** The line is empty or white space. */
  public static final String BLANK_LINE = "blankLine";

  /** The line names the columns. */
  public static final String HEADER_LINE = "headerLine";

  /** The row is an access at a time that was not asked for. */
  public static final String OUTSIDE_TIME_RANGE = "outsideTimeRange";

  /** The row names nobody as its user: {@code -}, {@code -\-} and the like. */
  public static final String NULL_ACCOUNT = "nullAccount";

  /** The row repeats another under the same identity. */
  public static final String DUPLICATE = "duplicate";

  private FilterReason() {}
}
