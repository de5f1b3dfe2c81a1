package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.transforms.read.SourceLine;
import dev.byoml.transforms.read.SourceLineCoder;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class ParseAccessEventsTest {
  private static final List<String> LINES =
      List.of(
          "2026-03-02\talice\tfinance\tread\t12",
          "2026-03-02\tbob\tfinance\tread\t1",
          "",
          "2026-03-02\tcarol",
          "2026-03-02\tdave\tfinance\tread\tmany");

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void sendsEveryLineToOneOutput() {
    PCollectionTuple parsed = parse();
    PAssert.thatSingleton(parsed.get(ParseAccessEvents.EVENTS).apply("e", Count.globally()))
        .isEqualTo(2L);
    PAssert.thatSingleton(parsed.get(ParseAccessEvents.REJECTED).apply("r", Count.globally()))
        .isEqualTo(2L);
    pipeline.run();
  }

  @Test
  void countsEveryLineOnceWithItsReason() {
    PAssert.thatSingleton(
            parse().get(ParseAccessEvents.COUNTS).apply(Combine.globally(LineCounts.sum())))
        .isEqualTo(
            new LineCounts(
                2,
                new TreeMap<>(Map.of("blankLine", 1L)),
                new TreeMap<>(Map.of("WrongColumnCount", 1L, "InvalidCount", 1L))));
    pipeline.run();
  }

  @Test
  void countsTheSameInTheMetricsOfTheRunner() {
    parse();
    PipelineResult result = pipeline.run();
    assertThat(counter(result, "read"), is(5L));
    assertThat(counter(result, "used"), is(2L));
    assertThat(counter(result, "filtered"), is(1L));
    assertThat(counter(result, "rejected"), is(2L));
    assertThat(counter(result, "rejected/InvalidCount"), is(1L));
  }

  private PCollectionTuple parse() {
    List<SourceLine> lines = new ArrayList<>();
    for (String line : LINES) {
      lines.add(SourceLine.of("counts.tsv", lines.size(), line.getBytes(StandardCharsets.UTF_8)));
    }
    return pipeline
        .apply(Create.of(lines).withCoder(SourceLineCoder.of()))
        .apply(ParseAccessEvents.with(Templates.load("daily-counts")));
  }

  private static long counter(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(ParseAccessEvents.METRICS_NAMESPACE, name))
                .build())
        .getCounters()
        .iterator()
        .next()
        .getCommitted();
  }
}
