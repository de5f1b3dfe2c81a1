package dev.byoml.transforms.feedback;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class ApplyVerdictsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-30T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-31T08:00:00Z");
  private static final KV<AccessKey, AccessSummary> ALICE = summary("0", "alice", 7, MONDAY);
  private static final KV<AccessKey, AccessSummary> BOB = summary("0", "bob", 5, MONDAY);

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void addsABenignAccessThatTheRangeLacksAsASingleOne() {
    PCollectionTuple heeded = heed(judged("0", "carol", Verdict.BENIGN));
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES))
        .containsInAnyOrder(ALICE, BOB, summary("0", "carol", 1, TUESDAY));
    PAssert.that(heeded.get(ApplyVerdicts.OUTCOMES))
        .containsInAnyOrder(KV.of("verdicts.markedAsKnown", 1L));
    pipeline.run();
  }

  @Test
  void leavesABenignAccessOfTheRangeAsItIs() {
    PCollectionTuple heeded = heed(judged("0", "bob", Verdict.BENIGN));
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES)).containsInAnyOrder(ALICE, BOB);
    PAssert.that(heeded.get(ApplyVerdicts.OUTCOMES)).empty();
    pipeline.run();
  }

  @Test
  void leavesOutWhatWasFoundMalicious() {
    PCollectionTuple heeded = heed(judged("0", "bob", Verdict.MALICIOUS));
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES)).containsInAnyOrder(ALICE);
    PAssert.that(heeded.get(ApplyVerdicts.OUTCOMES))
        .containsInAnyOrder(KV.of("verdicts.leftOut", 1L));
    pipeline.run();
  }

  @Test
  void addsNothingByMaliciousOrUndeterminedVerdicts() {
    PCollectionTuple heeded =
        heed(judged("0", "carol", Verdict.MALICIOUS), judged("0", "dave", Verdict.UNDETERMINED));
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES)).containsInAnyOrder(ALICE, BOB);
    pipeline.run();
  }

  @Test
  void addsNothingToATenantWithoutAccesses() {
    PCollectionTuple heeded = heed(judged("1", "carol", Verdict.BENIGN));
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES)).containsInAnyOrder(ALICE, BOB);
    pipeline.run();
  }

  @Test
  void changesNothingWithoutVerdicts() {
    PCollectionTuple heeded = heed();
    PAssert.that(heeded.get(ApplyVerdicts.ACCESSES)).containsInAnyOrder(ALICE, BOB);
    PAssert.that(heeded.get(ApplyVerdicts.OUTCOMES)).empty();
    pipeline.run();
  }

  private PCollectionTuple heed(JudgedAccess... verdicts) {
    return pipeline
        .apply(
            Create.of(Stream.of(ALICE, BOB).toList())
                .withCoder(KvCoder.of(AccessCoders.KEY, AccessSummary.CODER)))
        .apply(ApplyVerdicts.of(Verdicts.of(List.of(verdicts))));
  }

  private static JudgedAccess judged(String tenant, String user, Verdict verdict) {
    return new JudgedAccess(key(tenant, user), verdict, "dana", TUESDAY);
  }

  private static KV<AccessKey, AccessSummary> summary(
      String tenant, String user, long count, Instant time) {
    return KV.of(
        key(tenant, user),
        new AccessSummary(
            new AccessTotals(1, count, time, time, AccessEntities.UNKNOWN), 0, DailyCounts.NONE));
  }

  private static AccessKey key(String tenant, String user) {
    return new AccessKey(tenant, user, "\\\\fs01\\finance");
  }
}
