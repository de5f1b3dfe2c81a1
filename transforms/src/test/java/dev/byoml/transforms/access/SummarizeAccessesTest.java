package dev.byoml.transforms.access;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.AccessNames;
import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.row.RejectionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class SummarizeAccessesTest {
  private static final AccessKey KEY = new AccessKey("0", "alice", "\\\\fs01\\finance");
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00.1234567Z");
  private static final Instant EVENING = Instant.parse("2026-03-03T18:00:00Z");

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void addsUpTheAccessesOfEachUserToEachResource() {
    AccessKey other = new AccessKey("0", "alice", "\\\\fs01\\public");
    PAssert.that(
            summaries(event(KEY, MORNING, ""), event(KEY, EVENING, ""), event(other, MORNING, "")))
        .containsInAnyOrder(
            KV.of(KEY, summary(2, MORNING, EVENING, 0)),
            KV.of(other, summary(1, MORNING, MORNING, 0)));
    pipeline.run();
  }

  @Test
  void countsARowOnceHoweverOftenItIsDelivered() {
    PAssert.that(
            summaries(
                event(KEY, MORNING, "row-1"),
                event(KEY, EVENING, "row-2"),
                event(KEY, MORNING, "row-1"),
                event(KEY, MORNING, "row-1")))
        .containsInAnyOrder(KV.of(KEY, summary(2, MORNING, EVENING, 2)));
    pipeline.run();
  }

  @Test
  void countsEveryRowThatHasNoIdentity() {
    PAssert.that(summaries(event(KEY, MORNING, ""), event(KEY, MORNING, "")))
        .containsInAnyOrder(KV.of(KEY, summary(2, MORNING, MORNING, 0)));
    pipeline.run();
  }

  @Test
  void keepsTheEntitiesOfTheLatestAccess() {
    AccessEntities earlier = new AccessEntities("alice", "shire", "S-1", "fs01", "", "10.0.0.1");
    AccessEntities later = new AccessEntities("alice", "shire", "S-1", "fs01", "", "10.0.0.2");
    PAssert.that(
            summaries(
                new AccessEvent(KEY, EVENING, 1, later, "b"),
                new AccessEvent(KEY, MORNING, 1, earlier, "a")))
        .containsInAnyOrder(
            KV.of(
                KEY,
                new AccessSummary(
                    new AccessTotals(2, 2, MORNING, EVENING, later),
                    0,
                    days(2, MORNING, EVENING))));
    pipeline.run();
  }

  @Test
  void givesOnTheLinesThatWereRejected() {
    PAssert.that(
            summarized(new ParsedLine.Used(event(KEY, MORNING, "")), rejected(1), rejected(70))
                .get(SummarizeAccesses.REJECTED))
        .containsInAnyOrder(rejected(1).line(), rejected(70).line());
    pipeline.run();
  }

  @Test
  void countsEveryLineOnceWithItsReason() {
    PAssert.thatSingleton(
            summarized(
                    new ParsedLine.Used(event(KEY, MORNING, "row-1")),
                    new ParsedLine.Used(event(KEY, MORNING, "row-1")),
                    new ParsedLine.Filtered(FilterReason.BLANK_LINE),
                    rejected(1))
                .get(SummarizeAccesses.COUNTS)
                .apply(Combine.globally(LineCounts.sum())))
        .isEqualTo(
            new LineCounts(
                2,
                new TreeMap<>(Map.of(FilterReason.BLANK_LINE, 1L)),
                new TreeMap<>(Map.of("InvalidTime", 1L))));
    pipeline.run();
  }

  @Property(tries = 200)
  void writesAndReadsWhatGoesThroughTheShuffle(
      @ForAll @Size(max = 20) List<@IntRange(max = 6) Integer> users,
      @ForAll @IntRange(max = 3) int rejected)
      throws Exception {
    List<AccessEvent> events = new ArrayList<>();
    for (int user : users) {
      AccessKey key = new AccessKey("tenant " + user % 2, "user " + user, "tenant " + user % 3);
      events.add(event(key, MORNING, user % 2 == 0 ? "" : "row"));
    }
    AccessTable accesses = table(bundle(), events);
    List<RejectedLine> bad = new ArrayList<>();
    for (int i = 0; i < rejected; i++) {
      bad.add(rejected(i).line());
    }
    LineCounts counts = new LineCounts(users.size(), new TreeMap<>(), new TreeMap<>());

    SummaryPart read =
        CoderUtils.clone(SummaryPartCoder.of(), SummaryPart.ofAll(3, accesses, bad, counts));

    assertThat(read.window(), is(3));
    assertThat(summaries(read.accesses()), is(summaries(accesses)));
    assertThat(read.rejected(), is(bad));
    assertThat(read.counts(), is(counts));
  }

  @Property(tries = 200)
  void givesTheSameSummaryWhateverTheOrderAndTheBundles(
      @ForAll @Size(min = 1, max = 150) List<@IntRange(max = 40) Integer> rows,
      @ForAll long shuffle,
      @ForAll @IntRange(min = 1, max = 5) int bundles)
      throws Exception {
    List<AccessEvent> events = new ArrayList<>();
    for (int row : rows) {
      String itemId = row % 4 == 0 ? "" : "row-" + row;
      Instant time = MORNING.plusSeconds(row * 1000L);
      AccessEntities entities = new AccessEntities("alice", "", "", "", "", "10.0.0." + row % 3);
      events.add(new AccessEvent(KEY, time, 1 + row % 2, entities, itemId));
    }
    AccessTable inOrder = table(bundle(), events);

    Collections.shuffle(events, new Random(shuffle));
    BundleTable oneAfterTheOther = bundle();
    AccessTable parts = new AccessTable();
    for (int b = 0; b < bundles; b++) {
      int first = b * events.size() / bundles;
      int end = (b + 1) * events.size() / bundles;
      SummaryPart all =
          SummaryPart.ofAll(
              0, table(oneAfterTheOther, events.subList(first, end)), List.of(), LineCounts.NONE);
      parts.addAll(CoderUtils.clone(SummaryPartCoder.of(), all).accesses());
    }
    AccessSummary merged = parts.summary(0);

    assertThat(summaries(parts), is(summaries(inOrder)));
    long distinct = rows.stream().filter(row -> row % 4 != 0).distinct().count();
    long anonymous = rows.stream().filter(row -> row % 4 == 0).count();
    assertThat(merged.totals().events(), is(distinct + anonymous));
    assertThat(merged.duplicates(), is(rows.size() - distinct - anonymous));
  }

  private PCollection<KV<AccessKey, AccessSummary>> summaries(AccessEvent... events) {
    return summarized(Arrays.stream(events).map(ParsedLine.Used::new).toArray(ParsedLine[]::new))
        .get(SummarizeAccesses.SUMMARIES);
  }

  private PCollectionTuple summarized(ParsedLine... lines) {
    return pipeline
        .apply(Create.of(Arrays.asList(lines)).withCoder(ParsedLine.CODER))
        .apply(SummarizeAccesses.create());
  }

  private static BundleTable bundle() {
    return new BundleTable(new AccessNames(), 1, (tenant, user) -> 0);
  }

  /** What a bundle with these events adds up to behind the shuffle. */
  private static AccessTable table(BundleTable bundle, List<AccessEvent> events) {
    events.forEach(event -> bundle.add(ParsedAccess.of(event)));
    AccessTable table = new AccessTable();
    bundle.putOut(0, (group, part) -> SummaryPart.added(part, window -> table));
    return table;
  }

  private static Map<AccessKey, AccessSummary> summaries(AccessTable accesses) {
    Map<AccessKey, AccessSummary> summaries = new HashMap<>();
    for (int access = 0; access < accesses.size(); access++) {
      summaries.put(accesses.key(access), accesses.summary(access));
    }
    return summaries;
  }

  private static ParsedLine.Rejected rejected(long position) {
    return new ParsedLine.Rejected(
        new RejectedLine("events.json", position, RejectionReason.INVALID_TIME, "never", "{}"));
  }

  private static AccessEvent event(AccessKey key, Instant time, String itemId) {
    return new AccessEvent(key, time, 1, AccessEntities.UNKNOWN, itemId);
  }

  private static AccessSummary summary(long count, Instant first, Instant last, long duplicates) {
    return new AccessSummary(
        new AccessTotals(count, count, first, last, AccessEntities.UNKNOWN),
        duplicates,
        days(count, first, last));
  }

  /** Accesses of one or two days, one of them on the last. */
  private static DailyCounts days(long count, Instant first, Instant last) {
    int firstDay = DailyCounts.dayOf(first);
    int lastDay = DailyCounts.dayOf(last);
    return firstDay == lastDay
        ? new DailyCounts(new int[] {firstDay}, new long[] {count})
        : new DailyCounts(new int[] {firstDay, lastDay}, new long[] {count - 1, 1});
  }
}
