package dev.byoml.transforms.write.loganalytics.upload;

import java.time.Duration;

/** Receives what becomes of rows. */
public interface SendObserver {
  /** Rows came in. */
  void inbound(int rows);

  /**
   * A request ended, well or not.
   *
   * @param bytes size of its body, uncompressed
   * @param latency time until its end
   */
  void requested(int bytes, Duration latency);

  /** A request will be made again. */
  void retried();

  /** The service took rows. */
  void written(int rows);

  /**
   * Rows were given up.
   *
   * @param reason in one line
   */
  void failed(int rows, String reason);
}
