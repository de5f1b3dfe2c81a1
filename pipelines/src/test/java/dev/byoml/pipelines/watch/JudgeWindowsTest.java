package dev.byoml.pipelines.watch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.watch.JudgeWindows;
import dev.byoml.transforms.watch.WatchWindows;
import dev.byoml.transforms.watch.WindowSelection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeWindowsTest {
  private static final Instant START = Events.SCORED_DAY.plusSeconds(8 * 3600);
  private static final WatchWindows WINDOWS =
      new WatchWindows(Duration.ofMinutes(5), Duration.ofMinutes(30));

  @TempDir static Path shared;
  private static WindowModels models;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
  private TestStream.Builder<KV<Long, KV<AccessKey, AccessSummary>>> stream =
      TestStream.create(
              KvCoder.of(VarLongCoder.of(), KvCoder.of(AccessCoders.KEY, AccessSummary.CODER)))
          .advanceWatermarkTo(at(0));

  @BeforeAll
  static void train() throws Exception {
    Path training = Events.write(shared.resolve("training.jsonl"), Events.training());
    Cli cli =
        Cli.run(
            "train",
            "--input=" + training,
            "--algorithm=als",
            "--model=" + shared.resolve("models/first"));
    if (cli.status() != 0) {
      throw new IllegalStateException(cli.err());
    }
    models =
        WindowModels.of(
            shared.resolve("models/first").toString(), null, WINDOWS.length(), Duration.ZERO);
  }

  @Test
  void tellsOfEachNewAccessOnceWhenTheWindowCloses() {
    tell(300, Events.person("finance", 0), "hr0", 1);
    tell(300, Events.person("hr", 0), "hr0", 4);
    expect(
        List.of("finance.0 hr0 1"), //
        List.of("finance.0 hr0 1"));
  }

  @Test
  void amendsAResultThatLateRowsChangeAndNoOther() {
    tell(300, Events.person("finance", 0), "hr0", 1);
    tell(300, Events.person("finance", 1), "hr0", 1);
    tell(420, Events.person("finance", 0), "hr0", 3);
    expect(
        List.of("finance.0 hr0 1", "finance.1 hr0 1", "finance.0 hr0 3"),
        List.of(
            "finance.0 hr0 1 + finance.1 hr0 1", //
            "finance.0 hr0 3 + finance.1 hr0 1"));
  }

  @Test
  void tellsNothingAgainWhereNothingChanged() {
    tell(300, Events.person("finance", 0), "hr0", 2);
    tell(420, Events.person("finance", 0), "hr0", 2);
    expect(List.of("finance.0 hr0 2"), List.of("finance.0 hr0 2"));
  }

  @Test
  void judgesANewcomerAgainByAllThatItTouches() {
    tell(300, "shire\\newcomer", "finance0", 1);
    tell(420, "shire\\newcomer", "engineering2", 1);
    PCollectionTuple judged = judged();
    PAssert.that(judged.get(JudgeWindows.CHANGES))
        .satisfies(
            changes -> {
              List<Anomaly> all = list(changes);
              assertThat(
                  all.stream().map(JudgeWindowsTest::described).toList(),
                  containsInAnyOrder(
                      "newcomer finance0 1", "newcomer finance0 1", "newcomer engineering2 1"));
              List<Anomaly> first =
                  all.stream().filter(one -> one.resource().endsWith("finance0")).toList();
              assertThat(
                  "the same identity",
                  first.stream().map(Anomaly::recordId).distinct().count() == 1);
              assertThat(
                  "another score",
                  first.stream().map(Anomaly::predictedScore).distinct().count() == 2);
              return null;
            });
    pipeline.run();
  }

  private void expect(List<String> changes, List<String> windows) {
    PCollectionTuple judged = judged();
    PAssert.that(judged.get(JudgeWindows.CHANGES))
        .satisfies(
            found -> {
              assertThat(
                  list(found).stream().map(JudgeWindowsTest::described).toList(),
                  containsInAnyOrder(changes.toArray()));
              return null;
            });
    PAssert.that(judged.get(JudgeWindows.WINDOWS))
        .satisfies(
            found -> {
              assertThat(
                  list(found).stream()
                      .map(
                          window ->
                              String.join(
                                  " + ",
                                  window.getValue().getKey().stream()
                                      .map(JudgeWindowsTest::described)
                                      .sorted()
                                      .toList()))
                      .toList(),
                  containsInAnyOrder(windows.toArray()));
              return null;
            });
    pipeline.run();
  }

  private PCollectionTuple judged() {
    return pipeline
        .apply(stream.advanceWatermarkToInfinity())
        .apply(
            JudgeWindows.of(
                WINDOWS,
                models,
                new WindowSelection(SelectAnomalies.all(), null),
                Enrichment.NONE));
  }

  private void tell(int seconds, String user, String share, long count) {
    AccessTotals totals = new AccessTotals(count, count, START, START, AccessEntities.UNKNOWN);
    AccessSummary summary =
        new AccessSummary(totals, 0, new DailyCounts(new int[] {1}, new long[] {count}));
    if (seconds > 300) {
      stream = stream.advanceWatermarkTo(at(seconds));
    }
    stream =
        stream.addElements(
            TimestampedValue.of(
                KV.of(
                    START.toEpochMilli(),
                    KV.of(new AccessKey("t1", user, Events.share(share)), summary)),
                at(seconds)));
    if (seconds > 300) {
      stream = stream.advanceWatermarkTo(at(seconds + 1));
    }
  }

  private static String described(Anomaly anomaly) {
    return anomaly.actor().substring("shire\\".length())
        + " "
        + anomaly.resource().substring(anomaly.resource().lastIndexOf('\\') + 1)
        + " "
        + anomaly.accessCount();
  }

  private static <T> List<T> list(Iterable<T> all) {
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private static org.joda.time.Instant at(int seconds) {
    return org.joda.time.Instant.ofEpochMilli(START.plusSeconds(seconds).toEpochMilli());
  }
}
