package dev.byoml.transforms.write.loganalytics.upload;

import java.time.Duration;

/** Makes single requests. */
interface Uploader extends AutoCloseable {
  /**
   * Sends a batch once.
   *
   * @param batch rows
   * @param longest how long it may take, with all that belongs to it: name, connection, token,
   *     request and answer
   * @return what came of it; a failure is not thrown
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Attempt upload(RowBatch batch, Duration longest) throws InterruptedException;

  /** Asks for a new token before the next request. */
  void forgetToken();

  @Override
  void close();
}
