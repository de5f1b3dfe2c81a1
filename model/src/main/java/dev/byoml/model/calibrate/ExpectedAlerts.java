package dev.byoml.model.calibrate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many alerts a day each threshold would have given on a tenant's last training days, which a
 * model of the days before them scored. An alert is a user and a resource that the days before do
 * not have together, once for each day on which they come together.
 *
 * @param from start of the held-out days
 * @param to end of the held-out days, exclusive
 * @param days number of held-out days on which anybody of the tenant touched anything
 * @param rows thresholds, descending, with the alerts they would have given, ascending; the first
 *     row is the highest score of these days, the last the lowest; empty if there were no alerts
 */
public record ExpectedAlerts(Instant from, Instant to, int days, List<Row> rows) {
  /** Every rank up to this one has a row; after it ranks grow by a tenth. */
  private static final int EVERY_RANK_UP_TO = 20;

  /**
   * A threshold and what it would have given.
   *
   * @param threshold lowest score that is reported
   * @param alertsPerDay mean number of alerts of a day that score at least that
   */
  public record Row(double threshold, double alertsPerDay) {}

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no day or rows are not in order
   */
  public ExpectedAlerts {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    rows = List.copyOf(rows);
    if (days < 1) {
      throw new IllegalArgumentException("days must be at least 1, got " + days);
    }
    for (int i = 1; i < rows.size(); i++) {
      if (!(rows.get(i).threshold() < rows.get(i - 1).threshold())
          || !(rows.get(i).alertsPerDay() > rows.get(i - 1).alertsPerDay())) {
        throw new IllegalArgumentException("thresholds must descend while alerts ascend");
      }
    }
  }

  /**
   * Counts alerts.
   *
   * @param from start of the held-out days
   * @param to end of the held-out days, exclusive
   * @param days number of days
   * @param ascending the score of each alert of all days, ascending
   * @param standsFor how many alerts each of these stands for
   */
  static ExpectedAlerts of(Instant from, Instant to, int days, double[] ascending, int standsFor) {
    List<Row> rows = new ArrayList<>();
    int wanted = 1;
    int all = ascending.length;
    for (int rank = 1; rank <= all; rank++) {
      double score = ascending[all - rank];
      boolean lastOfItsScore = rank == all || ascending[all - rank - 1] < score;
      if (lastOfItsScore && (rank >= wanted || rank == all)) {
        rows.add(new Row(score, (double) rank * standsFor / days));
        wanted = rank < EVERY_RANK_UP_TO ? rank + 1 : rank + rank / 10;
      }
    }
    return new ExpectedAlerts(from, to, days, rows);
  }

  /**
   * The lowest threshold that would have kept within a budget. Alerts of equal score come together:
   * where all of them are too many, none of them is within the budget.
   *
   * @param alertsPerDay at most so many alerts a day, above 0
   * @return a threshold: the lowest of a row within the budget; just above the highest score if
   *     even that was too much; negative infinity if all alerts together were within the budget
   */
  public double thresholdFor(double alertsPerDay) {
    if (rows.isEmpty() || rows.get(rows.size() - 1).alertsPerDay() <= alertsPerDay) {
      return Double.NEGATIVE_INFINITY;
    }
    double threshold = Math.nextUp(rows.get(0).threshold());
    for (Row row : rows) {
      if (row.alertsPerDay() <= alertsPerDay) {
        threshold = row.threshold();
      }
    }
    return threshold;
  }

  /** Whether a score is higher than every one of the held-out days. */
  public boolean isAboveAll(double score) {
    return rows.isEmpty() || score > rows.get(0).threshold();
  }

  /**
   * How many alerts a day a threshold would have given, at least: the row of the lowest threshold
   * that is not below it counts.
   */
  public double alertsPerDay(double threshold) {
    double alerts = 0;
    for (Row row : rows) {
      if (row.threshold() >= threshold) {
        alerts = row.alertsPerDay();
      }
    }
    return alerts;
  }
}
