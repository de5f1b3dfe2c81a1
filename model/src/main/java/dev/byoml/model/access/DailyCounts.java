package dev.byoml.model.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * How many accesses fell on which UTC days. Days are numbered from 1970-01-01, day 0. Immutable.
 */
public final class DailyCounts {
  /** No accesses. */
  public static final DailyCounts NONE = new DailyCounts(new int[0], new long[0]);

  private static final long NANOSECONDS_OF_A_SECOND = 1_000_000_000L;

  private final int[] days;
  private final long[] counts;

  /**
   * Wraps known counts. The arrays are shared, not copied.
   *
   * @param days days with accesses, ascending, without repetition
   * @param counts number of accesses of each, at least 1
   * @throws IllegalArgumentException if they are something else
   */
  public DailyCounts(int[] days, long[] counts) {
    if (days.length != counts.length) {
      throw new IllegalArgumentException("there are not as many counts as days");
    }
    for (int i = 0; i < days.length; i++) {
      if (counts[i] < 1 || (i > 0 && days[i] <= days[i - 1])) {
        throw new IllegalArgumentException("days must ascend, and counts be at least 1");
      }
    }
    this.days = days;
    this.counts = counts;
  }

  /** The number of the UTC day that a time lies in. */
  public static int dayOf(Instant time) {
    return Math.toIntExact(LocalDate.ofInstant(time, ZoneOffset.UTC).toEpochDay());
  }

  /** The same of a time in nanoseconds since 1970. */
  public static int dayOfNanoseconds(long nanoseconds) {
    return Math.toIntExact(Math.floorDiv(nanoseconds, 86_400 * NANOSECONDS_OF_A_SECOND));
  }

  /** Number of days with accesses. */
  public int size() {
    return days.length;
  }

  /** The {@code i}th day with accesses, ascending. */
  public int day(int i) {
    return days[i];
  }

  /** Number of accesses of the {@code i}th day with accesses. */
  public long count(int i) {
    return counts[i];
  }

  /** Whether there were accesses on a day. */
  public boolean activeOn(int day) {
    return Arrays.binarySearch(days, day) >= 0;
  }

  /** The same accesses up to the day before {@code day}. */
  public DailyCounts before(int day) {
    int at = Arrays.binarySearch(days, day);
    int end = at < 0 ? -at - 1 : at;
    return end == days.length
        ? this
        : new DailyCounts(Arrays.copyOf(days, end), Arrays.copyOf(counts, end));
  }

  /** Number of all accesses; {@link Long#MAX_VALUE} stands for that many or more. */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total = total > Long.MAX_VALUE - count ? Long.MAX_VALUE : total + count;
    }
    return total;
  }

  /**
   * Accesses per active day, as {@link Likelihood} defines it.
   *
   * @throws IllegalStateException if there are no accesses
   */
  public double likelihood() {
    if (days.length == 0) {
      throw new IllegalStateException("no accesses have no likelihood");
    }
    return Likelihood.of(total(), (long) days[days.length - 1] - days[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DailyCounts that
        && Arrays.equals(days, that.days)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(days) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < days.length; i++) {
      text.append(i == 0 ? "" : ", ")
          .append(LocalDate.ofEpochDay(days[i]))
          .append(": ")
          .append(counts[i]);
    }
    return text.append("]").toString();
  }
}
