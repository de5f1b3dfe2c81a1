package dev.byoml.model.calibrate;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import java.util.Optional;

/**
 * Above what a tenant's new accesses deserve an alert, unless an option says otherwise: at most
 * {@value #ALERTS_PER_DAY} a day are expected, and each of them is odd.
 *
 * <p>{@value #ALERTS_PER_DAY} a day are as many as a person looks at beside other work; in
 * generated organisations they hold every planted attack ({@code model/docs/ranking.md}). A small
 * tenant seldom has five new accesses a day, odd or not, so that a budget alone would call all of
 * them anomalous: an alert also lies above the tenant's 95th percentile. Of the severities, {@link
 * Severity#MEDIUM} and {@link Severity#HIGH} lie above the line.
 *
 * @param expected what thresholds would have given on the calibration days; empty where there were
 *     not enough days, and percentiles alone decide
 */
public record AlertLine(Optional<ExpectedAlerts> expected) {
  /** How many alerts of a tenant and day are expected at most. */
  public static final double ALERTS_PER_DAY = 5;

  /** The line of a tenant that was not calibrated. */
  public static final AlertLine UNCALIBRATED = new AlertLine(Optional.empty());

  /** Checks that nothing is missing. */
  public AlertLine {
    requireNonNull(expected, "expected");
  }

  /**
   * The severity of an access:
   *
   * <ul>
   *   <li>{@link Severity#INFORMATIONAL} below the tenant's median;
   *   <li>{@link Severity#LOW} below its 95th percentile, or where more than {@value
   *       #ALERTS_PER_DAY} accesses of a calibration day score as much;
   *   <li>{@link Severity#HIGH} from the percentile 99.9 on if no access of the calibration days
   *       scores as much, and for what is part of a sweep;
   *   <li>{@link Severity#MEDIUM} else.
   * </ul>
   *
   * @param scored the access in the light of its actor's window
   * @param actor that window
   */
  public Severity severity(ScoredAccess scored, ActorStory actor) {
    Severity byPercentile = Severity.ofPercentile(scored.percentile());
    boolean isWithinBudget =
        expected.isEmpty() || scored.score() >= expected.get().thresholdFor(ALERTS_PER_DAY);
    if (!isWithinBudget) {
      return byPercentile.atMost(Severity.LOW);
    }
    if (byPercentile.compareTo(Severity.MEDIUM) >= 0 && actor.isSweep()) {
      return Severity.HIGH;
    }
    boolean isAboveAll = expected.isEmpty() || expected.get().isAboveAll(scored.score());
    return isAboveAll ? byPercentile : byPercentile.atMost(Severity.MEDIUM);
  }
}
