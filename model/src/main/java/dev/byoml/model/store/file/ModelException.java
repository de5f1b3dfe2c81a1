package dev.byoml.model.store.file;

import java.io.IOException;

/** A model folder cannot be used; the message is one line and says why. */
public class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A model folder cannot be used because of what {@code message} says. */
  public ModelException(String message) {
    super(message);
  }

  /** A model folder cannot be used because of what {@code message} says. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
