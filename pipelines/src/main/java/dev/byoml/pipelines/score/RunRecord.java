package dev.byoml.pipelines.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.loganalytics.SendNow;
import dev.byoml.transforms.write.loganalytics.SendNumbers;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The row that records a run in Log Analytics: a range of time without anomalies has no results, so
 * that nothing else distinguishes it from one that was never scored.
 *
 * @param row the row, its time of generation aside
 */
record RunRecord(ObjectNode row) {
  private static final String RESULTS = "Result_CL";
  private static final String RUNS = "Run_CL";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int ID_DIGITS = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A run of {@code score}.
   *
   * @param input what it read
   * @param range the times that it is about
   * @param model what it scored with
   * @param metrics its numbers
   * @param warnings what it warned of
   */
  static RunRecord ofScore(
      String input,
      TimeRange range,
      ModelManifest model,
      RunMetrics metrics,
      List<String> warnings) {
    String from = String.valueOf(range.from());
    String to = String.valueOf(range.to());
    ObjectNode row = row("score", List.of(input, from, to), metrics);
    put(row, "WindowStart", range.from());
    put(row, "WindowEnd", range.to());
    row.put("ReadCount", metrics.get("read"))
        .put("UsedCount", metrics.get("used"))
        .put("FilteredCount", metrics.get("filtered"))
        .put("RejectedCount", metrics.get("rejected"))
        .put("ResultCount", metrics.get("scores.anomalous"))
        .put("ModelId", model.modelId());
    put(row, "ModelTrainedTo", model.to());
    warnings.forEach(row.withArray("Warnings")::add);
    return new RunRecord(row);
  }

  /**
   * A run of {@code resend}.
   *
   * @param files the files of dead letters that it read; their names follow from what is in them
   * @param metrics its numbers
   */
  static RunRecord ofResend(List<String> files, RunMetrics metrics) {
    ObjectNode row = row("resend", files, metrics);
    row.put("ResultCount", metrics.get(SendNumbers.TOTALS + ".inbound"));
    return new RunRecord(row);
  }

  /** The stream of runs beside one of results; none where that has a name of its own. */
  static Optional<LogAnalyticsStream> streamBeside(LogAnalyticsStream results) {
    String name = results.streamName();
    if (!name.endsWith(RESULTS)) {
      return Optional.empty();
    }
    String runs = name.substring(0, name.length() - RESULTS.length()) + RUNS;
    return Optional.of(new LogAnalyticsStream(results.endpoint(), results.ruleId(), runs));
  }

  /**
   * Sends the row. A run is as good without it, so a failure is only reported.
   *
   * @param results where the run's results went
   * @param deadline how long the results' requests were repeated
   * @param ended when the run ended
   * @param out where a failure is printed
   */
  void send(LogAnalyticsStream results, Duration deadline, Instant ended, PrintStream out) {
    Optional<LogAnalyticsStream> stream = streamBeside(results);
    if (stream.isEmpty()) {
      return;
    }
    ObjectNode sent = row.deepCopy().put("TimeGenerated", ended.toString());
    Duration shorter = deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST;
    try {
      SendNow.send(sent.toString(), stream.get(), shorter)
          .ifPresent(
              reason ->
                  out.printf(
                      "warning: the run is not recorded in %s: %s%n",
                      stream.get().streamName(), reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode row(String command, List<String> identity, RunMetrics metrics) {
    String digest = new ContentDigest().add(command).add(identity).toHex();
    return JSON.createObjectNode()
        .put("RunId", digest.substring(0, ID_DIGITS))
        .put("Command", command)
        .put("SentCount", metrics.get(SendNumbers.TOTALS + ".written"))
        .put("FailedCount", metrics.get(SendNumbers.TOTALS + ".failed"));
  }

  private static void put(ObjectNode row, String name, Instant time) {
    if (time != null) {
      row.put(name, time.toString());
    }
  }
}
