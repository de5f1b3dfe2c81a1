package dev.byoml.model.sample.activity;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * When the sample data happen: days of ordinary work to train on, then one day to score. Days are
 * days in UTC. The last day is fixed, so that the data do not depend on when they were made, and it
 * is a working day.
 *
 * @param firstDay the first day of training
 * @param scoringDay the day after the last day of training
 */
public record SampleWindows(LocalDate firstDay, LocalDate scoringDay) {

  /** The last day of all sample data, a Tuesday. */
  public static final LocalDate LAST_DAY = LocalDate.of(2026, 3, 31);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no day to train on
   */
  public SampleWindows {
    requireNonNull(firstDay, "firstDay");
    requireNonNull(scoringDay, "scoringDay");
    if (!firstDay.isBefore(scoringDay)) {
      throw new IllegalArgumentException("no day to train on before " + scoringDay);
    }
  }

  /**
   * The windows of data that cover a number of days.
   *
   * @param days days of training plus one, at least 2
   */
  public static SampleWindows ofDays(int days) {
    return new SampleWindows(LAST_DAY.minusDays(days - 1L), LAST_DAY);
  }

  /** Start of training, inclusive. */
  public Instant trainingFrom() {
    return startOf(firstDay);
  }

  /** End of training, exclusive. */
  public Instant trainingTo() {
    return startOf(scoringDay);
  }

  /** Start of the scored window, inclusive. */
  public Instant scoringFrom() {
    return startOf(scoringDay);
  }

  /** End of the scored window, exclusive. */
  public Instant scoringTo() {
    return startOf(scoringDay.plusDays(1));
  }

  /** All days in order, the scoring day last. */
  public List<LocalDate> days() {
    return firstDay.datesUntil(scoringDay.plusDays(1)).toList();
  }

  /** The days of training in order. */
  public List<LocalDate> trainingDays() {
    return firstDay.datesUntil(scoringDay).toList();
  }

  /** Whether people work on that day. */
  static boolean isWorkingDay(LocalDate day) {
    DayOfWeek weekday = day.getDayOfWeek();
    return weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY;
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
