package dev.byoml.model.calibrate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.calibrate.ExpectedAlerts.Row;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectedAlertsTest {
  private static final Instant FROM = Instant.parse("2026-03-26T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-31T00:00:00Z");

  @Test
  void countsTheAlertsOfEachThreshold() {
    assertThat(
        expected(1, 2, 4, 8).rows(),
        contains(new Row(8, 0.2), new Row(4, 0.4), new Row(2, 0.6), new Row(1, 0.8)));
  }

  @Test
  void countsEqualScoresTogether() {
    assertThat(expected(1, 3, 3, 3).rows(), contains(new Row(3, 0.6), new Row(1, 0.8)));
  }

  @Test
  void keepsFewRowsOfManyScores() {
    double[] scores = IntStream.range(0, 100_000).asDoubleStream().toArray();
    ExpectedAlerts alerts = expected(scores);
    assertThat(alerts.rows().size(), is(lessThan(130)));
    assertThat(alerts.rows().get(alerts.rows().size() - 1), is(new Row(0, 20_000)));
    // A rank without a row of its own has one at most a tenth below it.
    for (double budget = 5; budget < 20_000; budget *= 1.3) {
      double given = alerts.alertsPerDay(alerts.thresholdFor(budget));
      assertThat(given, is(lessThanOrEqualTo(budget)));
      assertThat(0.9 * budget, is(lessThan(given)));
    }
  }

  @Test
  void picksTheLowestThresholdWithinTheBudget() {
    assertThat(expected(1, 2, 4, 8).thresholdFor(0.5), is(4.0));
    assertThat(expected(1, 2, 4, 8).thresholdFor(0.6), is(2.0));
  }

  @Test
  void staysAboveATieThatIsTooMuch() {
    assertThat(expected(1, 3, 3, 3, 8).thresholdFor(0.6), is(8.0));
  }

  @Test
  void staysAboveTheHighestScoreWhereEvenThatIsTooMuch() {
    assertThat(expected(1, 2, 4, 8).thresholdFor(0.1), is(Math.nextUp(8.0)));
  }

  @Test
  void reportsEverythingWhereEverythingIsWithinTheBudget() {
    assertThat(expected(1, 2, 4, 8).thresholdFor(0.8), is(Double.NEGATIVE_INFINITY));
    assertThat(expected().thresholdFor(1), is(Double.NEGATIVE_INFINITY));
  }

  @Test
  void hasNoRowsWithoutAlerts() {
    assertThat(expected().rows(), is(empty()));
    assertThat(expected().alertsPerDay(1), is(0.0));
  }

  private static ExpectedAlerts expected(double... ascending) {
    return ExpectedAlerts.of(FROM, TO, 5, ascending, 1);
  }
}
