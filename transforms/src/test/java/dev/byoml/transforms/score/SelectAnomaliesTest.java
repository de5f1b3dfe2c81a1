package dev.byoml.transforms.score;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class SelectAnomaliesTest {
  private static final Instant TIME = Instant.parse("2026-03-31T12:00:00Z");
  private static final ScoredSummary SEEN = scored("0", "alice", 9, Reason.SEEN_BEFORE);
  private static final ScoredSummary HIGH = scored("0", "bob", 5, Reason.OTHER_COMMUNITY);
  private static final ScoredSummary MIDDLE = scored("0", "carol", 3, Reason.LOW_AFFINITY);
  private static final ScoredSummary LOW = scored("0", "dave", -1, Reason.NEW_ACTOR);
  private static final ScoredSummary ELSEWHERE = scored("1", "erin", 2, Reason.NEW_RESOURCE);

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void reportsEverythingThatTrainingHasNotSeen() {
    PCollectionTuple selected = select(SelectAnomalies.all());
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES))
        .containsInAnyOrder(HIGH, MIDDLE, LOW, ELSEWHERE);
    pipeline.run();
  }

  @Test
  void reportsScoresAtTheThresholdAndAbove() {
    PCollectionTuple selected = select(SelectAnomalies.all().withThreshold(3));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES)).containsInAnyOrder(HIGH, MIDDLE);
    pipeline.run();
  }

  @Test
  void appliesTheThresholdOfEachTenant() {
    AlertThresholds thresholds = AlertThresholds.ofEach(Map.of("0", 4.0, "1", 1.0), 9);
    PCollectionTuple selected = select(SelectAnomalies.all().withThresholds(thresholds));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES)).containsInAnyOrder(HIGH, ELSEWHERE);
    pipeline.run();
  }

  @Test
  void limitsATenantThatHasNoThresholdOfItsOwn() {
    AlertThresholds thresholds = AlertThresholds.ofEach(Map.of("1", 1.0), 2);
    PCollectionTuple selected = select(SelectAnomalies.all().withThresholds(thresholds));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES))
        .containsInAnyOrder(HIGH, MIDDLE, ELSEWHERE);
    pipeline.run();
  }

  @Test
  void reportsTheHighestOfEachTenantUpToTheLimit() {
    PCollectionTuple selected = select(SelectAnomalies.all().withMaxAnomalies(2));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES))
        .containsInAnyOrder(HIGH, MIDDLE, ELSEWHERE);
    pipeline.run();
  }

  @Test
  void reportsNothingThatIsAllowed() {
    AllowList list = AllowList.parse("bob,*,,known\ncarol,*,2026-03-30,expired\n");
    PCollectionTuple selected = select(SelectAnomalies.all().withAllowList(list));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES))
        .containsInAnyOrder(MIDDLE, LOW, ELSEWHERE);
    pipeline.run();
  }

  @Test
  void countsTheFateOfEverySummary() {
    AllowList list = AllowList.parse("bob,*,,known,dana\n");
    PCollectionTuple selected = select(SelectAnomalies.all().withThreshold(2).withAllowList(list));
    PAssert.that(selected.get(SelectAnomalies.OUTCOMES))
        .containsInAnyOrder(
            KV.of("scores.seenBefore", 1L),
            KV.of("scores.belowThreshold", 1L),
            KV.of("scores.allowed", 1L),
            KV.of("allowedByOwner.dana", 1L),
            KV.of("scores.anomalous", 2L),
            KV.of("scored", 5L),
            KV.of("reported", 2L));
    pipeline.run();
  }

  @Test
  void reportsAndCountsNothingThatWasFoundBenign() {
    Verdicts verdicts =
        Verdicts.of(List.of(judged(HIGH, Verdict.BENIGN), judged(MIDDLE, Verdict.MALICIOUS)));
    PCollectionTuple selected =
        select(SelectAnomalies.all().withThreshold(2).withVerdicts(verdicts));
    PAssert.that(selected.get(SelectAnomalies.ANOMALIES)).containsInAnyOrder(MIDDLE, ELSEWHERE);
    PAssert.that(selected.get(SelectAnomalies.OUTCOMES))
        .containsInAnyOrder(
            KV.of("scores.seenBefore", 1L),
            KV.of("scores.belowThreshold", 1L),
            KV.of("scores.confirmedBenign", 1L),
            KV.of("scores.anomalous", 2L),
            KV.of("scored", 5L),
            KV.of("reported", 2L));
    pipeline.run();
  }

  private static JudgedAccess judged(ScoredSummary summary, Verdict verdict) {
    return new JudgedAccess(summary.key(), verdict, "dana", TIME);
  }

  private PCollectionTuple select(SelectAnomalies selection) {
    return pipeline
        .apply(
            Create.of(Arrays.asList(LOW, SEEN, HIGH, ELSEWHERE, MIDDLE))
                .withCoder(ScoredSummary.CODER))
        .apply(selection);
  }

  private static ScoredSummary scored(String tenant, String user, double score, Reason reason) {
    return new ScoredSummary(
        new AccessKey(tenant, user, "\\\\fs01\\finance"),
        new AccessTotals(1, 1, TIME, TIME, AccessEntities.UNKNOWN),
        new ScoredAccess(score, 50, reason),
        Severity.MEDIUM,
        ActorStory.NONE);
  }
}
