package dev.byoml.pipelines.cli;

/**
 * A run was handed over and goes on without this process: nothing that it writes may be touched any
 * more, and there is nothing to report yet. The message says where to look.
 */
public final class RunGoesOnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With where to look, as one line for the user. */
  public RunGoesOnException(String message) {
    super(message);
  }
}
