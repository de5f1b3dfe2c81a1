package dev.byoml.transforms.write.loganalytics;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.byoml.transforms.write.loganalytics.upload.SendObserver;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Adds up what becomes of rows, as named numbers for {@code metrics.json}: {@code
 * ingestion.inbound}, {@code .written}, {@code .failed} (rows), {@code .requests}, {@code
 * .retried}, {@code .bytes} (uncompressed bodies of all requests), {@code
 * ingestionFailedByReason.…} (rows), and {@code ingestionLatencyUpToMilliseconds.…}, the requests
 * whose answer took at most so long and longer than the bound before. {@code inbound = written +
 * failed}.
 */
public final class SendNumbers implements SendObserver {
  /** The object of the totals. */
  public static final String TOTALS = "ingestion";

  /** The object of rows by the reason why they were given up. */
  public static final String FAILED_BY_REASON = "ingestionFailedByReason";

  /** The object of requests by latency. */
  public static final String LATENCY = "ingestionLatencyUpToMilliseconds";

  private static final List<String> NAMES =
      List.of("inbound", "written", "failed", "requests", "retried", "bytes");
  private static final List<Long> LATENCY_BOUNDS =
      List.of(50L, 100L, 200L, 500L, 1_000L, 2_000L, 5_000L, 10_000L, 30_000L, 60_000L);
  private static final String BEYOND = "more";

  private static final String NAMESPACE = "byoml";
  private static final Map<String, Counter> COUNTERS =
      NAMES.stream()
          .collect(
              toUnmodifiableMap(
                  name -> name, name -> Metrics.counter(NAMESPACE, TOTALS + "/" + name)));
  private static final Distribution MILLISECONDS =
      Metrics.distribution(NAMESPACE, TOTALS + "/latencyMilliseconds");

  private final SortedMap<String, Long> values = new TreeMap<>();
  private final boolean inMetrics;

  /** Numbers that are all zero. */
  public SendNumbers() {
    this(false);
  }

  private SendNumbers(boolean inMetrics) {
    this.inMetrics = inMetrics;
    NAMES.forEach(name -> add(TOTALS + "." + name, 0));
  }

  /** Numbers that are all zero, and that are counted in the metrics of the runner too. */
  static SendNumbers countedInMetrics() {
    return new SendNumbers(true);
  }

  /** The numbers by name. */
  public SortedMap<String, Long> values() {
    return Collections.unmodifiableSortedMap(values);
  }

  /**
   * The bound that a share of the requests kept.
   *
   * @param requests number of requests by bound, the members of {@link #LATENCY}
   * @param share from 0 to 1
   * @return a bound of latency, or nothing where it is beyond all bounds
   */
  public static Optional<Duration> latencyBound(Map<String, Long> requests, double share) {
    double sought = share * requests.values().stream().mapToLong(Long::longValue).sum();
    long found = 0;
    for (long bound : LATENCY_BOUNDS) {
      found += requests.getOrDefault(Long.toString(bound), 0L);
      if (found >= sought) {
        return Optional.of(Duration.ofMillis(bound));
      }
    }
    return Optional.empty();
  }

  @Override
  public void inbound(int rows) {
    count("inbound", rows);
  }

  @Override
  public void requested(int bytes, Duration latency) {
    count("requests", 1);
    count("bytes", bytes);
    if (inMetrics) {
      MILLISECONDS.update(latency.toMillis());
    }
    String bound =
        LATENCY_BOUNDS.stream()
            .filter(b -> latency.toMillis() <= b)
            .findFirst()
            .map(String::valueOf)
            .orElse(BEYOND);
    add(LATENCY + "." + bound, 1);
  }

  @Override
  public void retried() {
    count("retried", 1);
  }

  @Override
  public void written(int rows) {
    count("written", rows);
  }

  @Override
  public void failed(int rows, String reason) {
    count("failed", rows);
    add(FAILED_BY_REASON + "." + reason, rows);
  }

  private void count(String name, long value) {
    add(TOTALS + "." + name, value);
    if (inMetrics) {
      COUNTERS.get(name).inc(value);
    }
  }

  private void add(String name, long value) {
    values.merge(name, value, Long::sum);
  }
}
