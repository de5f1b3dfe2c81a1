package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.BatchSender;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.RowSender;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a single row from this process, without a pipeline. */
public final class SendNow {
  private SendNow() {}

  /**
   * Sends a row, as {@link WriteToLogAnalytics} would.
   *
   * @param row a JSON object
   * @param stream where it goes
   * @param deadline how long the request is repeated
   * @return why the row was not written; nothing if it was
   * @throws InterruptedException if the thread is interrupted
   */
  public static Optional<String> send(String row, LogAnalyticsStream stream, Duration deadline)
      throws InterruptedException {
    List<UnwrittenRow> unwritten = new ArrayList<>();
    try (BatchSender sender = SendSettings.DEFAULT.withDeadline(deadline).sender(stream, 0)) {
      RowSender rows = new RowSender(sender, new SendNumbers(), unwritten::add);
      rows.add(row);
      rows.finish();
    }
    return unwritten.stream().map(UnwrittenRow::reason).findFirst();
  }
}
