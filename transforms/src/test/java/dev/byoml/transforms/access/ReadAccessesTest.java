package dev.byoml.transforms.access;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.ParseAccessEvents;
import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAccessesTest {
  private static final Template TEMPLATE = Templates.load("daily-counts");
  private static final TimeRange MARCH =
      new TimeRange(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));

  @TempDir Path folder;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @BeforeEach
  void writeEvents() throws IOException {
    Files.writeString(
        folder.resolve("one.tsv"),
        "2026-03-02\talice\tfinance\tread\t12\n\n2026-02-02\tbob\tfinance\tread\t1\n"
            + "2026-03-02\tcarol\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("two.tsv.gz")))) {
      out.write(
          "2026-03-09\talice\tfinance\tread\t3\n2026-03-02\tdave\tfinance\tread\tmany\n"
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void addsUpTheAccessesOfAllFiles() {
    PAssert.that(
            read()
                .get(SummarizeAccesses.SUMMARIES)
                .apply(MapElements.into(TypeDescriptors.strings()).via(ReadAccessesTest::inWords)))
        .containsInAnyOrder("alice finance 15");
    pipeline.run();
  }

  @Test
  void accountsForEveryLine() {
    PCollectionTuple read = read();
    PAssert.thatSingleton(
            read.get(SummarizeAccesses.COUNTS).apply(Combine.globally(LineCounts.sum())))
        .isEqualTo(
            new LineCounts(
                2,
                new TreeMap<>(
                    Map.of(FilterReason.BLANK_LINE, 1L, FilterReason.OUTSIDE_TIME_RANGE, 1L)),
                new TreeMap<>(Map.of("WrongColumnCount", 1L, "InvalidCount", 1L))));
    PAssert.thatSingleton(read.get(SummarizeAccesses.REJECTED).apply("r", Count.globally()))
        .isEqualTo(2L);
    PipelineResult result = pipeline.run();
    assertThat(counter(result, "read"), is(6L));
    assertThat(counter(result, "used"), is(2L));
  }

  @Test
  void givesWhatReadingParsingAndAddingUpGiveOneAfterTheOther() {
    PCollection<String> together = inWords("together", read());
    PCollection<String> separate =
        inWords(
            "separate",
            pipeline
                .apply(
                    "Read",
                    ReadEventLines.from(folder.toString()).within(MARCH).forTemplate(TEMPLATE))
                .apply("Parse", ParseAccessEvents.with(TEMPLATE).within(MARCH))
                .apply("Summarize", SummarizeAccesses.create()));
    PAssert.that(
            PCollectionList.of(together)
                .and(separate)
                .apply("both", Flatten.pCollections())
                .apply("times", Count.perElement()))
        .satisfies(
            counts -> {
              for (KV<String, Long> each : counts) {
                assertThat(each.getKey(), each.getValue(), is(2L));
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void refusesAnInputThatIsNotThere() {
    InputNotFoundException refusal =
        assertThrows(
            InputNotFoundException.class,
            () -> pipeline.apply(ReadAccesses.from(folder.resolve("none").toString(), TEMPLATE)));
    assertThat(refusal.getMessage(), containsString("none"));
  }

  private PCollectionTuple read() {
    return pipeline.apply(
        "Read accesses", ReadAccesses.from(folder.toString(), TEMPLATE).within(MARCH));
  }

  private static PCollection<String> inWords(String name, PCollectionTuple read) {
    return PCollectionList.of(
            read.get(SummarizeAccesses.SUMMARIES)
                .apply(
                    name + " accesses",
                    MapElements.into(TypeDescriptors.strings()).via(KV::toString)))
        .and(
            read.get(SummarizeAccesses.REJECTED)
                .apply(
                    name + " rejected",
                    MapElements.into(TypeDescriptors.strings()).via(line -> line.toString())))
        .apply(name, Flatten.pCollections());
  }

  private static String inWords(KV<AccessKey, AccessSummary> access) {
    return access.getKey().user()
        + " "
        + access.getKey().resource()
        + " "
        + access.getValue().totals().count();
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
