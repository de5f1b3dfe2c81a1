package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.BatchSender;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.RowSender;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Sends the rows of one shard, one request after another. */
final class SendFn extends DoFn<KV<Integer, Iterable<String>>, UnwrittenRow> {
  private static final long serialVersionUID = 1L;

  private final LogAnalyticsStream stream;
  private final SendSettings settings;
  private transient BatchSender sender;

  SendFn(LogAnalyticsStream stream, SendSettings settings) {
    this.stream = stream;
    this.settings = settings;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<String>> shard, MultiOutputReceiver outputs)
      throws InterruptedException {
    if (sender == null) {
      // Seeded by the shard, so that shards do not wait in step.
      sender = settings.sender(stream, shard.getKey());
    }
    OutputReceiver<UnwrittenRow> unwritten = outputs.get(WriteToLogAnalytics.UNWRITTEN);
    SendNumbers numbers = SendNumbers.countedInMetrics();
    RowSender rows = new RowSender(sender, numbers, unwritten::output);
    for (String row : shard.getValue()) {
      rows.add(row);
    }
    rows.finish();
    OutputReceiver<KV<String, Long>> receiver = outputs.get(WriteToLogAnalytics.NUMBERS);
    numbers.values().forEach((name, value) -> receiver.output(KV.of(name, value)));
  }

  @Teardown
  public void close() {
    if (sender != null) {
      sender.close();
      sender = null;
    }
  }
}
