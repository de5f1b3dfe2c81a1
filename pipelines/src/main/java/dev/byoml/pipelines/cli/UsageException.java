package dev.byoml.pipelines.cli;

/** The command line asks for something that cannot be done as written; ends with exit status 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message one line that tells the user what to do
   */
  public UsageException(String message) {
    super(message);
  }
}
