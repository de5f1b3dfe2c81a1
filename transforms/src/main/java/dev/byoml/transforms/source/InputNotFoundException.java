package dev.byoml.transforms.source;

/** An input that does not exist or cannot be read. The message is one line for the user. */
public final class InputNotFoundException extends RuntimeException {

  /**
   * An input that is missing or unreadable.
   *
   * @param message what is wrong with which input and what to do, in one line
   */
  public InputNotFoundException(String message) {
    super(message);
  }

  /**
   * An input that is missing or unreadable, and how that came to light.
   *
   * @param message what is wrong with which input and what to do, in one line
   * @param cause what the file system said
   */
  public InputNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
