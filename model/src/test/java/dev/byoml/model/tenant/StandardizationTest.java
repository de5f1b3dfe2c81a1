package dev.byoml.model.tenant;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;

class StandardizationTest {

  @Test
  void scoresByTheDistanceBelowTheMean() {
    // mean 5, population deviation 2: the textbook example 2 4 4 4 5 5 7 9
    Standardization standardization = Standardization.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}, 0);
    assertThat(standardization.mean(), is(5.0));
    assertThat(standardization.standardDeviation(), is(2.0));
    assertThat(standardization.score(4), is(0.5));
    assertThat(standardization.score(9), is(-2.0));
    assertThat(standardization.ceiling(), is(2.5));
  }

  @Test
  void agreesWithCommonsMathOverManyChunks() {
    double[] affinities = new Random(7).doubles(50_001, -0.3, 1).toArray();
    Standardization standardization = Standardization.of(affinities, -1);
    assertThat(standardization.mean(), closeTo(new Mean().evaluate(affinities), 1e-12));
    assertThat(
        standardization.standardDeviation(),
        closeTo(new StandardDeviation(false).evaluate(affinities), 1e-12));
  }

  @Test
  void dividesBy1WhereAllAffinitiesAreEqual() {
    Standardization standardization = Standardization.of(new double[] {0.1, 0.1, 0.1}, 0);
    assertThat(standardization.standardDeviation(), is(1.0));
    assertThat(standardization.score(0.1), closeTo(0, 1e-15));
  }

  @Test
  void takesDifferencesByRoundingForNone() {
    Standardization standardization = Standardization.of(new double[] {1, Math.nextDown(1.0)}, 0);
    assertThat(standardization.standardDeviation(), is(1.0));
  }

  @Test
  void standardisesOneAccess() {
    Standardization standardization = Standardization.of(new double[] {0.7}, 0);
    assertThat(standardization.score(0.7), is(0.0));
    assertThat(standardization.ceiling(), is(0.7));
  }

  @Test
  void letsFewAccessesNotTellASmallDeviation() {
    // nine accesses in a ring whose affinities differ by hardly more than rounding
    double[] affinities = {1, 1, 1, 1, 1, 1, 1, 1, 0.99999};
    Standardization standardization = Standardization.of(affinities, 0).toldBy(9);
    assertThat(standardization.ceiling(), closeTo(Math.sqrt(18), 1e-12));
  }

  @Test
  void keepsTheDeviationOfTenantsLargeEnoughToTellIt() {
    double[] affinities = new Random(3).doubles(400, 0.8, 1).toArray();
    Standardization standardization = Standardization.of(affinities, 0);
    assertThat(standardization.toldBy(400), is(standardization));
  }

  @Test
  void keepsScoresBelowTheCeilingWhateverRounding() {
    Standardization standardization = new Standardization(0.5, 0.1, -1);
    assertThat(standardization.score(-1.0000000000000002), is(standardization.ceiling()));
  }

  @Test
  void refusesNumbersThatGiveNoFiniteScore() {
    assertThrows(IllegalArgumentException.class, () -> new Standardization(Double.NaN, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Standardization(0, 0, 0));
  }
}
