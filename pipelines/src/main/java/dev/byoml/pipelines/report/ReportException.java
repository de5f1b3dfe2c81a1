package dev.byoml.pipelines.report;

/** No report can be made of what was given; the message is one line that says why. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1L;

  ReportException(String message) {
    super(message);
  }

  ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
