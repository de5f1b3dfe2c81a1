package dev.byoml.transforms.source;

import java.io.IOException;

/** A piece of input that could not be read to its end. The message is one line that names it. */
public final class UnreadableInputException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A piece that could not be read.
   *
   * @param name path of the file or address of the topic
   * @param reason why, in one line
   * @param cause what the file system or the broker said
   */
  public UnreadableInputException(String name, String reason, Exception cause) {
    super("cannot read " + name + ": " + reason, cause);
  }
}
