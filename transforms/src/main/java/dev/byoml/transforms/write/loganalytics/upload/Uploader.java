package dev.byoml.transforms.write.loganalytics.upload;

/** Makes single requests. */
interface Uploader extends AutoCloseable {
  /**
   * Sends a batch once.
   *
   * @param batch rows
   * @return what came of it; a failure is not thrown
   */
  Attempt upload(RowBatch batch);

  /** Asks for a new token before the next request. */
  void forgetToken();

  @Override
  void close();
}
