package dev.byoml.transforms.source;

import java.io.Closeable;
import java.io.IOException;

/** The lines of a piece of input, one after the other. For one thread. */
public interface SourceLines extends Closeable {

  /**
   * The next line, in a buffer that the line after it may overwrite; null after the last. {@link
   * SourceLine#copy} keeps a line.
   *
   * @throws UnreadableInputException if the file system or the broker fails again and again
   */
  SourceLine next() throws UnreadableInputException;

  /**
   * Whether {@link #next} certainly gives another line, without waiting for it, and leaves the
   * lines before it as they are.
   */
  default boolean hasNextAtHand() {
    return false;
  }

  /** Lets go of what was opened. */
  @Override
  void close() throws IOException;
}
