package dev.byoml.transforms.access;

import dev.byoml.model.access.DailyCounts;
import java.util.Arrays;

/** Adds up accesses by their days. */
final class DayTally {
  private static final int[] NO_DAYS = {};
  private static final long[] NO_COUNTS = {};

  private int[] days = NO_DAYS;
  private long[] counts = NO_COUNTS;
  private int size;
  private int last;

  /** Adds {@code count} accesses of a day; sums stay at {@link Long#MAX_VALUE} once there. */
  void add(int day, long count) {
    if (last < size && days[last] == day) {
      counts[last] = saturatedSum(counts[last], count);
      return;
    }
    int at = Arrays.binarySearch(days, 0, size, day);
    if (at >= 0) {
      counts[at] = saturatedSum(counts[at], count);
      last = at;
      return;
    }
    int insertion = -at - 1;
    if (size == days.length) {
      days = Arrays.copyOf(days, 2 * size + 1);
      counts = Arrays.copyOf(counts, 2 * size + 1);
    }
    System.arraycopy(days, insertion, days, insertion + 1, size - insertion);
    System.arraycopy(counts, insertion, counts, insertion + 1, size - insertion);
    days[insertion] = day;
    counts[insertion] = count;
    size++;
    last = insertion;
  }

  void add(DailyCounts others) {
    for (int i = 0; i < others.size(); i++) {
      add(others.day(i), others.count(i));
    }
  }

  DailyCounts toCounts() {
    return new DailyCounts(Arrays.copyOf(days, size), Arrays.copyOf(counts, size));
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
