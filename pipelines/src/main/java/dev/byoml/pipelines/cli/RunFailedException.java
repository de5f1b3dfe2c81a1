package dev.byoml.pipelines.cli;

/** The command was understood and its run failed; ends with exit status 1. */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line that tells the user what happened
   */
  public RunFailedException(String message) {
    super(message);
  }

  /**
   * Says why, and keeps what caused it for the log.
   *
   * @param message one line that tells the user what happened
   * @param cause what went wrong underneath
   */
  public RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
