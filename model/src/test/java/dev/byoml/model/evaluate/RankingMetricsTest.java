package dev.byoml.model.evaluate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  /** Ranked: yes, no, yes, no, no. */
  private final RankingMetrics fiveApart =
      RankingMetrics.of(
          new double[] {0.1, 0.9, 0.5, 0.8, 0.7}, new boolean[] {false, true, false, false, true});

  /** Ranked: one yes; then a group of a yes and two no; then a no. */
  private final RankingMetrics withTies =
      RankingMetrics.of(
          new double[] {3, 2, 2, 2, 1}, new boolean[] {true, true, false, false, false});

  @Test
  void areaUnderCurveIsTheShareOfPairsInTheRightOrder() {
    assertThat(fiveApart.areaUnderCurve(), is(5.0 / 6));
  }

  @Test
  void areaUnderCurveCountsTiesHalf() {
    assertThat(withTies.areaUnderCurve(), is((3 + 1 + 0.5 + 0.5) / 6));
  }

  @Property(tries = 200)
  void areaUnderCurveAgreesWithMannWhitney(
      @ForAll @IntRange(min = 1, max = 40) int positives,
      @ForAll @IntRange(min = 1, max = 40) int negatives,
      @ForAll @IntRange(min = 1, max = 20) int distinct,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] found = random.ints(positives, 0, distinct).asDoubleStream().toArray();
    double[] harmless = random.ints(negatives, 0, distinct).asDoubleStream().toArray();
    double[] scores = new double[positives + negatives];
    boolean[] labels = new boolean[scores.length];
    IntStream.range(0, positives)
        .forEach(
            i -> {
              scores[i] = found[i];
              labels[i] = true;
            });
    System.arraycopy(harmless, 0, scores, positives, negatives);

    double area = RankingMetrics.of(scores, labels).areaUnderCurve();

    // Commons Math gives the larger of the two statistics, so compare the larger area.
    double larger = new MannWhitneyUTest().mannWhitneyU(found, harmless) / (positives * negatives);
    assertThat(Math.max(area, 1 - area), closeTo(larger, 1e-12));
  }

  @Test
  void averagePrecisionIsTheMeanOfThePrecisionsAtEachFind() {
    assertThat(fiveApart.averagePrecision(), closeTo((1.0 + 2.0 / 3) / 2, 1e-15));
  }

  @Test
  void averagePrecisionTakesATiedGroupAsAWhole() {
    assertThat(withTies.averagePrecision(), is((1.0 + 2.0 / 4) / 2));
  }

  @Test
  void averagePrecisionAtTheSetsOwnPrevalenceIsTheAveragePrecision() {
    assertThat(
        withTies.averagePrecisionAtPrevalence(0.4), closeTo(withTies.averagePrecision(), 1e-15));
  }

  @Test
  void averagePrecisionAtAPrevalenceWeighsLabelsByTheirShares() {
    // At the second find both are found, and one of three harmless pairs is reported.
    double second = 0.01 / (0.01 + 0.99 / 3);
    assertThat(fiveApart.averagePrecisionAtPrevalence(0.01), closeTo((1 + second) / 2, 1e-15));
  }

  @Test
  void refusesAPrevalenceThatLeavesOneLabelOnly() {
    assertThrows(IllegalArgumentException.class, () -> fiveApart.averagePrecisionAtPrevalence(1));
  }

  @Test
  void precisionAndRecallAtK() {
    assertThat(fiveApart.precisionAt(1), is(1.0));
    assertThat(fiveApart.precisionAt(2), is(0.5));
    assertThat(fiveApart.precisionAt(3), is(2.0 / 3));
    assertThat(fiveApart.recallAt(1), is(0.5));
    assertThat(fiveApart.recallAt(3), is(1.0));
  }

  @Test
  void aGroupThatPartlyFitsCountsByItsShare() {
    assertThat(withTies.precisionAt(2), closeTo((1 + 1.0 / 3) / 2, 1e-15));
    assertThat(withTies.recallAt(3), closeTo((1 + 2.0 / 3) / 2, 1e-15));
  }

  @Test
  void beyondTheLastPairEverythingIsFound() {
    assertThat(fiveApart.precisionAt(100), is(2.0 / 5));
    assertThat(fiveApart.recallAt(100), is(1.0));
  }

  @Test
  void recallAtAFalsePositiveRateReportsNoMoreHarmlessPairsThanAllowed() {
    assertThat(fiveApart.recallAtFalsePositiveRate(0), is(0.5));
    assertThat(fiveApart.recallAtFalsePositiveRate(0.3), is(0.5));
    assertThat(fiveApart.recallAtFalsePositiveRate(0.34), is(1.0));
  }

  @Test
  void recallAtAFalsePositiveRateDoesNotPartAGroup() {
    assertThat(withTies.recallAtFalsePositiveRate(0.5), is(0.5));
    assertThat(withTies.recallAtFalsePositiveRate(0.67), is(1.0));
  }

  @Test
  void theOrderOfThePairsDoesNotMatter() {
    RankingMetrics reversed =
        RankingMetrics.of(
            new double[] {1, 2, 2, 2, 3}, new boolean[] {false, false, false, true, true});
    assertThat(reversed.averagePrecision(), is(withTies.averagePrecision()));
    assertThat(reversed.precisionAt(2), is(withTies.precisionAt(2)));
  }

  @Test
  void refusesPairsOfOneLabelOnly() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> RankingMetrics.of(new double[] {1, 2}, new boolean[2]));
    assertThat(
        refusal.getMessage(),
        is("a ranking needs pairs of both labels, got 0 to find and 2 harmless"));
  }

  @Test
  void refusesAScoreThatIsNotANumber() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RankingMetrics.of(new double[] {1, Double.NaN}, new boolean[] {true, false}));
  }

  @Test
  void refusesAKBelow1AndARateOutside0To1() {
    assertThrows(IllegalArgumentException.class, () -> fiveApart.precisionAt(0));
    assertThrows(IllegalArgumentException.class, () -> fiveApart.recallAtFalsePositiveRate(1.5));
  }
}
