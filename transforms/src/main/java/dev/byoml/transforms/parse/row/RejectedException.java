package dev.byoml.transforms.parse.row;

/**
 * A line cannot be understood. Carries no stack trace: it never leaves the parser, and every line
 * of an input may end in one.
 */
public final class RejectedException extends Exception {
  private final RejectionReason reason;

  /** Rejects a line for a reason that says it all. */
  public RejectedException(RejectionReason reason) {
    this(reason, "");
  }

  /**
   * Rejects a line.
   *
   * @param detail what exactly is wrong, in one short line
   */
  public RejectedException(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public RejectionReason reason() {
    return reason;
  }
}
