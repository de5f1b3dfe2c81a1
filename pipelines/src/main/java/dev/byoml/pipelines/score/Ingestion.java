package dev.byoml.pipelines.score;

import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.write.loganalytics.SendNumbers;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads where rows are sent, and reports what became of them. */
public final class Ingestion {
  /** A message has at most 500 characters. */
  private static final int MOST_OF_REASON = 490;

  private Ingestion() {}

  /**
   * The stream that the options name, if they name one.
   *
   * @throws UsageException if they name a part of it, or one that cannot be
   */
  public static Optional<LogAnalyticsStream> stream(IngestionOptions options) {
    List<String> given = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    sort("--ingestionEndpoint", options.getIngestionEndpoint(), given, missing);
    sort("--dataCollectionRuleId", options.getDataCollectionRuleId(), given, missing);
    sort("--streamName", options.getStreamName(), given, missing);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "%s must come with %s; scripts/azure/setup-ingestion.sh status prints all three"
              .formatted(String.join(" and ", given), String.join(" and ", missing)));
    }
    try {
      return Optional.of(
          new LogAnalyticsStream(
              options.getIngestionEndpoint(),
              options.getDataCollectionRuleId(),
              options.getStreamName()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static void sort(String name, String value, List<String> given, List<String> missing) {
    (value == null || value.isBlank() ? missing : given).add(name);
  }

  /** How long a request is repeated. */
  public static Duration deadline(IngestionOptions options) {
    int seconds = options.getIngestionDeadlineSeconds();
    if (seconds < 1) {
      throw new UsageException("--ingestionDeadlineSeconds must be at least 1");
    }
    return Duration.ofSeconds(seconds);
  }

  /** Prints what became of the rows. */
  static void print(RunMetrics metrics, LogAnalyticsStream stream, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "sent: %,d rows to %s of %s in %,d requests (%.1f MB, %,d repeated), %,d rows failed%n",
        total(metrics, "written"),
        stream.streamName(),
        stream.endpoint(),
        total(metrics, "requests"),
        total(metrics, "bytes") / 1e6,
        total(metrics, "retried"),
        total(metrics, "failed"));
    if (total(metrics, "requests") > 0) {
      out.printf(
          "answers: half within %s, 95 %% within %s%n",
          latency(metrics, 0.5), latency(metrics, 0.95));
    }
  }

  /**
   * Ends the command if rows failed.
   *
   * @param folder that holds their files
   * @throws RunFailedException says why, where the rows are and how to send them
   */
  static void failIfRowsAreLeft(RunMetrics metrics, LogAnalyticsStream stream, String folder) {
    long failed = total(metrics, "failed");
    if (failed == 0) {
      return;
    }
    String reason =
        metrics.members(SendNumbers.FAILED_BY_REASON).entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("no reason was given");
    String start =
        String.format(
            Locale.ROOT,
            "%,d of %,d rows were not written and are kept in %s: ",
            failed,
            total(metrics, "inbound"),
            folder);
    String end =
        "; then send them with scripts/byoml resend --deadLetters=%s and the same options for Log Analytics"
            .formatted(folder);
    int left = Math.max(MOST_OF_REASON / 4, MOST_OF_REASON - start.length() - end.length());
    String shown = reason.length() <= left ? reason : reason.substring(0, left - 1) + "…";
    throw new RunFailedException(start + shown + end);
  }

  private static long total(RunMetrics metrics, String name) {
    return metrics.get(SendNumbers.TOTALS + "." + name);
  }

  /** The bound that a share of the answers kept. */
  private static String latency(RunMetrics metrics, double share) {
    return SendNumbers.latencyBound(metrics.members(SendNumbers.LATENCY), share)
        .map(bound -> Runs.inWords(bound))
        .orElse("more than a minute");
  }
}
