package dev.byoml.model.score;

/** How much attention a result deserves; the names are those of Microsoft Sentinel. */
public enum Severity {
  /** New but ordinary: kept, and no reason for an alert. */
  INFORMATIONAL("Informational"),

  /** Unusual for the tenant. */
  LOW("Low"),

  /** Odd enough for an alert. */
  MEDIUM("Medium"),

  /** Odder than anything of the days that the model was calibrated on. */
  HIGH("High");

  /** Below this percentile an access is ordinary. */
  public static final double MIDDLE = 50;

  /** From this percentile on an access may deserve an alert. */
  public static final double ODD = 95;

  private static final double ODDEST = 99.9;

  private final String label;

  Severity(String label) {
    this.label = label;
  }

  /** The name that results carry. */
  public String label() {
    return label;
  }

  /** The severity of a score by the percentile that it has among the tenant's accesses. */
  public static Severity ofPercentile(double percentile) {
    if (percentile < MIDDLE) {
      return INFORMATIONAL;
    }
    return percentile < ODD ? LOW : percentile < ODDEST ? MEDIUM : HIGH;
  }

  /** This severity, or {@code other} where that is lower. */
  public Severity atMost(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /**
   * The severity of that label.
   *
   * @throws IllegalArgumentException if no severity has that name
   */
  public static Severity ofLabel(String label) {
    for (Severity severity : values()) {
      if (severity.label.equals(label)) {
        return severity;
      }
    }
    throw new IllegalArgumentException("no severity is called " + label);
  }
}
