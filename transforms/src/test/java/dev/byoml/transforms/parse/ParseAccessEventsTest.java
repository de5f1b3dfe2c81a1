package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLineCoder;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
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
  void tellsOfEveryLineWhatBecameOfIt() {
    PAssert.that(parse().apply(MapElements.into(TypeDescriptors.strings()).via(line -> fate(line))))
        .containsInAnyOrder(
            "used alice", "used bob", "blankLine", "WrongColumnCount", "InvalidCount");
    pipeline.run();
  }

  @Test
  void countsTheLinesInTheMetricsOfTheRunner() {
    parse();
    PipelineResult result = pipeline.run();
    assertThat(counter(result, "read"), is(5L));
    assertThat(counter(result, "used"), is(2L));
    assertThat(counter(result, "filtered"), is(1L));
    assertThat(counter(result, "rejected"), is(2L));
    assertThat(counter(result, "rejected/InvalidCount"), is(1L));
  }

  private PCollection<ParsedLine> parse() {
    List<SourceLine> lines = new ArrayList<>();
    for (String line : LINES) {
      lines.add(SourceLine.of("counts.tsv", lines.size(), line.getBytes(StandardCharsets.UTF_8)));
    }
    return pipeline
        .apply(Create.of(lines).withCoder(SourceLineCoder.of()))
        .apply(ParseAccessEvents.with(Templates.load("daily-counts")));
  }

  private static String fate(ParsedLine line) {
    if (line instanceof ParsedLine.Used used) {
      return "used " + used.event().key().user();
    }
    return line instanceof ParsedLine.Filtered filtered
        ? filtered.reason()
        : ((ParsedLine.Rejected) line).line().reason().label();
  }

  private static long counter(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(PhaseTime.NAMESPACE, name))
                .build())
        .getCounters()
        .iterator()
        .next()
        .getCommitted();
  }
}
