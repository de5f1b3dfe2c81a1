package dev.byoml.model.evaluate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private final TenantModel model = Organisations.model(Affinity.COSINE, true);
  private final List<LabelledPair> pairs = pairs();

  /** Foreign shares are to be found; what was seen, and a newcomer to one department, are not. */
  private static List<LabelledPair> pairs() {
    List<LabelledPair> pairs = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      pairs.add(pair("legal-user-" + user, "finance-share-1", true));
      pairs.add(pair("legal-user-" + user, "legal-share-1", false));
      pairs.add(pair("joiner", "legal-share-" + user, false));
    }
    return pairs;
  }

  private static LabelledPair pair(String user, String resource, boolean anomalous) {
    return new LabelledPair(new AccessKey("acme", user, resource), anomalous);
  }

  private Evaluation evaluation(int threads) {
    return Evaluation.of(pairs, tenant -> Optional.of(model), List.of(), threads);
  }

  @Test
  void comparesTheModelWithThreeBaselines() {
    assertThat(
        evaluation(1).methods().keySet(), contains("model", "classic", "popularity", "firstSeen"));
  }

  @Test
  void theModelFindsEveryForeignShareFirst() {
    assertThat(evaluation(1).methods().get("model").get("areaUnderCurve").value(), is(1.0));
  }

  @Test
  void popularityCannotTellSharesOfDepartmentsOfTheSameSize() {
    assertThat(evaluation(1).methods().get("popularity").get("areaUnderCurve").value(), is(0.5));
  }

  @Test
  void firstSeenTakesTheNewcomerForAnAnomaly() {
    // Of the eight harmless pairs four were seen, which are below, and four were not, which tie.
    assertThat(evaluation(1).methods().get("firstSeen").get("areaUnderCurve").value(), is(0.75));
  }

  @Test
  void countsLabelsAndThoseThatTrainingSaw() {
    Evaluation evaluation = evaluation(1);
    assertThat(evaluation.anomalous(), is(4));
    assertThat(evaluation.harmless(), is(8));
    assertThat(evaluation.seenBefore(), is(4));
  }

  @Test
  void givesTheSameWithAnyNumberOfThreads() {
    assertThat(evaluation(3), is(evaluation(1)));
  }

  @Test
  void evaluatesATenantThatTrainingDidNotSee() {
    Evaluation evaluation = Evaluation.of(pairs, tenant -> Optional.empty(), List.of(), 1);
    assertThat(evaluation.seenBefore(), is(0));
    assertThat(evaluation.methods().get("firstSeen").get("areaUnderCurve").value(), is(0.5));
  }

  @Test
  void theAreaUnderTheCurveIsMannWhitneysStatistic() {
    Random random = new Random(7);
    double[] found = random.doubles(40).map(x -> Math.rint(20 * x) + 3).toArray();
    double[] harmless = random.doubles(90).map(x -> Math.rint(20 * x)).toArray();
    RankingMetrics ranking = ranking(found, harmless);
    // The test gives the larger of U and its complement.
    double u = new MannWhitneyUTest().mannWhitneyU(found, harmless);
    assertThat(
        RankingQuality.of(ranking).get("areaUnderCurve").value(),
        closeTo(u / (found.length * harmless.length), 1e-12));
  }

  @Test
  void intervalsHoldTheValueAndAreAsWideAsTheoryExpects() {
    Random random = new Random(8);
    double[] found = random.doubles(200).map(x -> x + 0.3).toArray();
    double[] harmless = random.doubles(200).toArray();
    Estimate area = RankingQuality.of(ranking(found, harmless)).get("areaUnderCurve");
    assertThat(area.low(), is(lessThanOrEqualTo(area.value())));
    assertThat(area.high(), is(greaterThanOrEqualTo(area.value())));
    double width = 2 * 1.96 * standardError(area.value(), found.length, harmless.length);
    assertThat(area.high() - area.low(), closeTo(width, 0.3 * width));
  }

  /** Hanley and McNeil, Radiology 143 (1982), equation 1. */
  private static double standardError(double area, int found, int harmless) {
    double q1 = area / (2 - area);
    double q2 = 2 * area * area / (1 + area);
    return Math.sqrt(
        (area * (1 - area) + (found - 1) * (q1 - area * area) + (harmless - 1) * (q2 - area * area))
            / (found * harmless));
  }

  @Test
  void aReplicateKeepsTheNumberOfEachLabel() {
    RankingMetrics replicate =
        ranking(new double[] {1, 2, 2}, new double[] {0, 1, 5, 5})
            .resampled(new SplittableRandom(1));
    assertThat(replicate.positiveCount(), is(3L));
    assertThat(replicate.negativeCount(), is(4L));
  }

  @Test
  void precisionAtAFalsePositiveRateIsThatOfItsThreshold() {
    RankingMetrics ranking = ranking(new double[] {9, 8, 3}, new double[] {5, 2, 1, 0});
    assertThat(ranking.precisionAtFalsePositiveRate(0), is(1.0));
    assertThat(ranking.precisionAtFalsePositiveRate(0.25), is(0.75));
    assertThat(
        ranking(new double[] {1}, new double[] {2}).precisionAtFalsePositiveRate(0), is(0.0));
  }

  @Test
  void givesEveryMeasureOfTheContract() {
    Map<String, Estimate> measures = evaluation(1).methods().get("model");
    assertThat(
        measures.keySet(),
        contains(
            "areaUnderCurve",
            "averagePrecision",
            "averagePrecisionAt1PercentPrevalence",
            "precisionAt10",
            "recallAt10",
            "precisionAt20",
            "recallAt20",
            "precisionAt50",
            "recallAt50",
            "precisionAt100",
            "recallAt100",
            "precisionAt0.1PercentFalsePositives",
            "recallAt0.1PercentFalsePositives",
            "precisionAt1PercentFalsePositives",
            "recallAt1PercentFalsePositives"));
  }

  private static RankingMetrics ranking(double[] found, double[] harmless) {
    double[] scores =
        IntStream.range(0, found.length + harmless.length)
            .mapToDouble(i -> i < found.length ? found[i] : harmless[i - found.length])
            .toArray();
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < found.length; i++) {
      positive[i] = true;
    }
    return RankingMetrics.of(scores, positive);
  }
}
