package dev.byoml.pipelines.loganalytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.write.loganalytics.DeadLetters;
import dev.byoml.transforms.write.loganalytics.WriteDeadLetters;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Runs a pipeline that sends rows, and keeps what it left.
 *
 * @param result the ended run
 * @param metrics its numbers
 * @param deadLetters rows in its dead-letter files
 */
record Sending(PipelineResult result, RunMetrics metrics, List<JsonNode> deadLetters) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Sends rows.
   *
   * @param folder where dead letters and numbers go
   */
  static Sending run(WriteToLogAnalytics write, List<String> rows, Path folder) throws IOException {
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple sent =
        pipeline.apply(Create.of(rows).withCoder(StringUtf8Coder.of())).apply("Write", write);
    sent.get(WriteToLogAnalytics.UNWRITTEN).apply("Keep", WriteDeadLetters.to(folder.toString()));
    sent.get(WriteToLogAnalytics.NUMBERS).apply("Tell", WriteMetrics.to(folder.toString()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return new Sending(
        result,
        RunMetrics.parse(Files.readAllBytes(folder.resolve(RunMetrics.FILE))),
        deadLettersIn(folder));
  }

  /** A counter of the runner; 0 where it never counted. */
  long counter(String name) {
    long total = 0;
    for (MetricResult<Long> counter : query(name).getCounters()) {
      total += counter.getAttempted();
    }
    return total;
  }

  /** How many values a distribution of the runner has. */
  long numberOfValues(String name) {
    return query(name).getDistributions().iterator().next().getAttempted().getCount();
  }

  private MetricQueryResults query(String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.named("byoml", name)).build());
  }

  /** The rows of all dead-letter files in a folder. */
  static List<JsonNode> deadLettersIn(Path folder) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DeadLetters.FILES)) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }
}
