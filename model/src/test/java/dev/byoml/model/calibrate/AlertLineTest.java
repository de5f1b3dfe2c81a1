package dev.byoml.model.calibrate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertLineTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  /** On the one day held out there were accesses of the scores 0.1, 0.2 and so on up to 2. */
  private static final AlertLine BUSY =
      new AlertLine(
          Optional.of(
              ExpectedAlerts.of(
                  DAY,
                  DAY.plusSeconds(86_400),
                  1,
                  IntStream.rangeClosed(1, 20).mapToDouble(n -> n / 10.0).toArray(),
                  1)));

  private static final ActorStory SWEEP = new ActorStory(9, 4, 4, 4, 4, 4, 1);

  @Test
  void doesNotCallAnomalousWhatLiesBelowTheMedian() {
    assertThat(severity(AlertLine.UNCALIBRATED, 5, 49.9), is(Severity.INFORMATIONAL));
    assertThat(severity(BUSY, 5, 49.9), is(Severity.INFORMATIONAL));
    assertThat(BUSY.severity(scored(5, 49.9), SWEEP), is(Severity.INFORMATIONAL));
  }

  @Test
  void leavesOutWhatIsNotOddHoweverFewAccessesThereAre() {
    assertThat(severity(AlertLine.UNCALIBRATED, 1, 94), is(Severity.LOW));
    assertThat(severity(AlertLine.UNCALIBRATED, 2, 95), is(Severity.MEDIUM));
  }

  @Test
  void expectsFiveAlertsADay() {
    assertThat(severity(BUSY, 1.6, 99), is(Severity.MEDIUM));
    assertThat(severity(BUSY, 1.5, 99), is(Severity.LOW));
  }

  @Test
  void callsHighWhatNoCalibrationDayHadAndHardlyAnyTrainingAccess() {
    assertThat(severity(BUSY, 2.1, 99.9), is(Severity.HIGH));
    assertThat(severity(BUSY, 2.0, 99.9), is(Severity.MEDIUM));
    assertThat(severity(BUSY, 2.1, 99.8), is(Severity.MEDIUM));
    assertThat(severity(AlertLine.UNCALIBRATED, 2, 99.9), is(Severity.HIGH));
  }

  @Test
  void callsAnOddPartOfASweepHigh() {
    assertThat(BUSY.severity(scored(1.7, 96), SWEEP), is(Severity.HIGH));
    assertThat(BUSY.severity(scored(1.0, 96), SWEEP), is(Severity.LOW));
  }

  private static Severity severity(AlertLine line, double score, double percentile) {
    return line.severity(scored(score, percentile), ActorStory.NONE);
  }

  private static ScoredAccess scored(double score, double percentile) {
    return new ScoredAccess(score, percentile, Reason.LOW_AFFINITY);
  }
}
