package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.SendObserver;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts what becomes of rows in the metrics of the runner. */
final class SendMetrics implements SendObserver, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NAMESPACE = "byoml";

  private final Counter inbound = Metrics.counter(NAMESPACE, "ingestion/inbound");
  private final Counter requests = Metrics.counter(NAMESPACE, "ingestion/requests");
  private final Counter bytes = Metrics.counter(NAMESPACE, "ingestion/bytes");
  private final Counter retried = Metrics.counter(NAMESPACE, "ingestion/retried");
  private final Counter written = Metrics.counter(NAMESPACE, "ingestion/written");
  private final Counter failed = Metrics.counter(NAMESPACE, "ingestion/failed");
  private final Distribution latency =
      Metrics.distribution(NAMESPACE, "ingestion/latencyMilliseconds");

  @Override
  public void inbound(int rows) {
    inbound.inc(rows);
  }

  @Override
  public void requested(int size, Duration time) {
    requests.inc();
    bytes.inc(size);
    latency.update(time.toMillis());
  }

  @Override
  public void retried() {
    retried.inc();
  }

  @Override
  public void written(int rows) {
    written.inc(rows);
  }

  @Override
  public void failed(int rows, String reason) {
    failed.inc(rows);
  }
}
