package dev.byoml.model.tenant;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreQuantilesTest {

  @Test
  void countsTheScoresThatAreLower() {
    ScoreQuantiles scores = ScoreQuantiles.ofSorted(new double[] {-1, 0, 0, 2});
    assertThat(scores.percentile(-1), is(0.0));
    assertThat(scores.percentile(0), is(25.0));
    assertThat(scores.percentile(1), is(75.0));
    assertThat(scores.percentile(2), is(75.0));
    assertThat(scores.percentile(3), is(100.0));
  }

  @Test
  void isRightToATenthOfAPercentForManyScores() {
    double[] sorted = new Random(3).doubles(20_000).map(Math::sqrt).sorted().toArray();
    ScoreQuantiles scores = ScoreQuantiles.ofSorted(sorted);
    for (double score : new double[] {0.05, 0.3, 0.5, 0.77, 0.999}) {
      double exact = 100.0 * Arrays.stream(sorted).filter(s -> s < score).count() / sorted.length;
      assertThat(scores.percentile(score), closeTo(exact, 0.1));
    }
  }

  @Test
  void keepsTheExtremesAndEvenSteps() {
    double[] sorted = IntStream.rangeClosed(0, 5000).asDoubleStream().toArray();
    double[] kept = ScoreQuantiles.ofSorted(sorted).toArray();
    assertThat(kept.length, is(1001));
    assertThat(kept[0], is(0.0));
    assertThat(kept[1], is(5.0));
    assertThat(kept[1000], is(5000.0));
  }

  @Test
  void refusesScoresOutOfOrder() {
    assertThrows(IllegalArgumentException.class, () -> new ScoreQuantiles(new double[] {1, 0}));
    assertThrows(IllegalArgumentException.class, () -> new ScoreQuantiles(new double[0]));
  }
}
