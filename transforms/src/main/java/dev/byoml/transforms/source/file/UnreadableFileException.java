package dev.byoml.transforms.source.file;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.azure.BlobPath;
import java.io.FileNotFoundException;
import java.io.IOException;

/** A file that could not be read to its end. The message is one line that names it. */
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A file that could not be read.
   *
   * @param file path of the file
   * @param cause what the file system said
   */
  UnreadableFileException(String file, IOException cause) {
    super("cannot read " + file + ": " + reason(file, cause), cause);
  }

  private static String reason(String file, IOException cause) {
    if (cause instanceof FileNotFoundException && BlobPath.isBlobPath(file)) {
      return "there is no such blob any more";
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return BlobFailures.find(cause).orElse(message.lines().findFirst().orElse(message));
  }
}
