package dev.byoml.model.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A folder that holds the files of a model, on whatever storage. */
public interface ModelFolder {

  /**
   * Starts a file of the folder, in place of one that is there. The caller closes the stream.
   *
   * @param name a plain file name
   */
  OutputStream create(String name) throws IOException;

  /**
   * Opens a file of the folder. The caller closes the stream.
   *
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if there is
   *     no such file
   */
  InputStream open(String name) throws IOException;

  /** Whether the folder has a file of that name. */
  boolean exists(String name) throws IOException;

  /** Where the folder is, for messages. */
  String location();
}
