package dev.byoml.transforms.summary;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.InputCounts;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeWindowsTest {
  private static final Template TEMPLATE = Templates.load(Templates.DEFAULT);
  private static final Instant START = Instant.parse("2026-03-16T00:00:00Z");
  private static final int HOURS = 72;

  @TempDir Path folder;

  @Property(tries = 25)
  void givesTheSummariesOfTheEventsWhateverTheWindows(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int windows) throws IOException {
    Path folder = Files.createTempDirectory("summaries");
    Random random = new Random(seed);
    List<String> lines = events(300, random);
    Collections.shuffle(lines, random);
    Files.write(folder.resolve("one.json"), lines.subList(0, 100));
    Files.write(folder.resolve("two.json"), lines.subList(100, lines.size()));
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0, HOURS));
    while (bounds.size() <= windows) {
      bounds.add(1 + random.nextInt(HOURS - 1));
    }
    String input = folder + "/*.json";
    Map<AccessKey, AccessSummary> expected =
        collected(
            TestPipeline.create().enableAbandonedNodeEnforcement(false),
            pipeline ->
                pipeline
                    .apply(ReadAccesses.from(input, TEMPLATE).within(range(0, HOURS)))
                    .get(SummarizeAccesses.SUMMARIES));

    summarize(input, folder.resolve("kept"), new ArrayList<>(bounds));

    assertThat(read(folder.resolve("kept")), is(expected));
  }

  @Test
  void countsARowTwiceOnlyIfItComesWithTwoTimesOfTwoWindows() throws IOException {
    Files.write(
        folder.resolve("rows.json"),
        List.of(
            row("anna", "plans", START.plusSeconds(10), "row 1"),
            row("anna", "plans", START.plusSeconds(10), "row 1"),
            row("bert", "plans", START.plusSeconds(10), "row 2"),
            row("bert", "plans", START.plusSeconds(7200), "row 2")));

    summarize(folder.resolve("rows.json").toString(), folder.resolve("kept"), List.of(0, 1, 3));

    Map<String, Long> events = new HashMap<>();
    read(folder.resolve("kept"))
        .forEach((key, summary) -> events.put(key.user(), summary.totals().events()));
    assertThat(events, is(Map.of("anna", 1L, "bert", 2L)));
  }

  @Test
  void accountsForEveryLineOnce() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(row("anna", "plans", START.plusSeconds(10), "row 1"));
    lines.add(row("anna", "plans", START.plusSeconds(10), "row 1"));
    lines.add(row("anna", "plans", START.plusSeconds(4000), "row 2"));
    lines.add(row("anna", "ipc$", START.plusSeconds(4000), "row 3"));
    lines.add("{");
    Files.write(folder.resolve("rows.json"), lines);

    summarize(folder.resolve("rows.json").toString(), folder.resolve("kept"), List.of(0, 1, 2));

    Collection<SummaryManifest> manifests = manifests(folder.resolve("kept"));
    assertThat(
        manifests.stream().map(manifest -> inWords(manifest.counts())).toList(),
        containsInAnyOrder("4 = 1 + 2 + 1", "1 = 1 + 0 + 0"));
  }

  @Test
  void keepsAWindowWithoutAnyAccess() throws IOException {
    Files.write(
        folder.resolve("rows.json"), List.of(row("anna", "plans", START.plusSeconds(10), "1")));

    summarize(folder.resolve("rows.json").toString(), folder.resolve("kept"), List.of(0, 1, 2));

    assertThat(
        manifests(folder.resolve("kept")).stream().map(SummaryManifest::accesses).toList(),
        is(List.of(1L, 0L)));
  }

  @Test
  void writesFewFilesHoweverManyTenantsThereAre() throws IOException {
    List<String> lines = new ArrayList<>();
    List<Integer> bounds = new ArrayList<>(List.of(0));
    for (int hour = 0; hour < 24; hour++) {
      bounds.add(hour + 1);
      for (int tenant = 0; tenant < 100; tenant++) {
        Instant time = START.plus(Duration.ofHours(hour)).plusSeconds(tenant);
        lines.add(
            row("anna", "plans", time, "row " + hour + " " + tenant)
                .replace("\"t1\"", "\"t" + tenant + "\""));
      }
    }
    Files.write(folder.resolve("rows.json"), lines);

    summarize(folder.resolve("rows.json").toString(), folder.resolve("kept"), bounds);

    assertThat(content(folder.resolve("kept")).size(), is(2 * 24));
    assertThat(read(folder.resolve("kept")).size(), is(100));
  }

  @Test
  void writesTheSameFilesAgain() throws IOException {
    Files.write(folder.resolve("rows.json"), events(50, new Random(3)));

    summarize(folder.resolve("rows.json").toString(), folder.resolve("one"), List.of(0, 24, 72));
    summarize(folder.resolve("rows.json").toString(), folder.resolve("two"), List.of(0, 24, 72));

    assertThat(content(folder.resolve("two")), is(content(folder.resolve("one"))));
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new HashMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        content.put(
            file.getFileName().toString(),
            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  private static String inWords(InputCounts counts) {
    return "%d = %d + %d + %d"
        .formatted(counts.read(), counts.used(), counts.filtered(), counts.rejected());
  }

  private static void summarize(String input, Path kept, List<Integer> bounds) throws IOException {
    List<WindowTarget> targets = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i++) {
      TimeRange range = range(bounds.get(i - 1), bounds.get(i));
      targets.add(
          new WindowTarget(
              new SummaryWindow(range.from(), range.to()), new SummaryManifest.Input(0, 0, null)));
    }
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline.apply(SummarizeWindows.of(input, TEMPLATE, targets, kept.toString()));
    pipeline.run().waitUntilFinish();
  }

  private static Collection<SummaryManifest> manifests(Path kept) throws IOException {
    return SummaryFolder.open(kept.toString()).windowsIn(TimeRange.ALL).manifests().values();
  }

  private static Map<AccessKey, AccessSummary> read(Path kept) throws IOException {
    List<SummaryManifest> windows = new ArrayList<>(manifests(kept));
    return collected(
        TestPipeline.create().enableAbandonedNodeEnforcement(false),
        pipeline ->
            SummarizeAccesses.summaries(
                pipeline.apply(ReadSummaries.of(kept.toString(), windows))));
  }

  private interface Reading {
    PCollection<KV<AccessKey, AccessSummary>> in(TestPipeline pipeline);
  }

  private static Map<AccessKey, AccessSummary> collected(TestPipeline pipeline, Reading reading) {
    String id = UUID.randomUUID().toString();
    CollectFn.COLLECTED.put(id, new ConcurrentHashMap<>());
    reading.in(pipeline).apply("Collect", ParDo.of(new CollectFn(id)));
    pipeline.run().waitUntilFinish();
    return CollectFn.COLLECTED.remove(id);
  }

  private static final class CollectFn extends DoFn<KV<AccessKey, AccessSummary>, Void> {
    static final Map<String, Map<AccessKey, AccessSummary>> COLLECTED = new ConcurrentHashMap<>();

    private final String id;

    CollectFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element KV<AccessKey, AccessSummary> access) {
      COLLECTED.get(id).merge(access.getKey(), access.getValue(), CollectFn::twice);
    }

    private static AccessSummary twice(AccessSummary one, AccessSummary other) {
      throw new AssertionError("the same access twice: " + one + " and " + other);
    }
  }

  /** Rows of which some come twice, at times of which some stand for the ends of windows. */
  private static List<String> events(int count, Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time =
          START
              .plus(Duration.ofHours(random.nextInt(HOURS)))
              .plusSeconds(random.nextInt(4) * 1199L)
              .plusNanos(random.nextInt(3) * 500L);
      String itemId = random.nextInt(4) == 0 ? "" : "row " + i;
      String line = row("user " + random.nextInt(9), "share" + random.nextInt(6), time, itemId);
      lines.add(line);
      if (!itemId.isEmpty() && random.nextInt(3) == 0) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static TimeRange range(int fromHour, int toHour) {
    return new TimeRange(
        START.plus(Duration.ofHours(fromHour)), START.plus(Duration.ofHours(toHour)));
  }

  private static String row(String user, String share, Instant time, String itemId) {
    return ("{\"TenantId\":\"t1\",\"TimeGenerated\":\"%s\",\"EventID\":5140,\"Account\":\"%s\","
            + "\"Computer\":\"FS01.shire.example\",\"ShareName\":\"\\\\\\\\*\\\\%s\","
            + "\"IpAddress\":\"10.0.0.7\",\"_ItemId\":\"%s\",\"Type\":\"SecurityEvent\"}")
        .formatted(time, user, share, itemId);
  }
}
