package dev.byoml.transforms.source;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ranges of time one after the other, which do not overlap, numbered from 0. Immutable. */
public final class TimeWindows implements Serializable {
  /** One window, which holds all times. */
  public static final TimeWindows ONE =
      new TimeWindows(new long[] {Long.MIN_VALUE}, new long[] {Long.MAX_VALUE});

  private static final long serialVersionUID = 1L;
  private static final long NANOSECONDS_OF_A_SECOND = 1_000_000_000L;

  /** In nanoseconds since 1970. */
  private final long[] starts;

  private final long[] ends;

  private TimeWindows(long[] starts, long[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Windows by their ranges.
   *
   * @param ranges with two ends each, in order
   * @throws IllegalArgumentException if there is none, an end is open, or two overlap
   */
  public static TimeWindows of(List<TimeRange> ranges) {
    if (ranges.isEmpty() || !ranges.stream().allMatch(TimeRange::isBounded)) {
      throw new IllegalArgumentException("windows need two ends each: " + ranges);
    }
    long[] starts = ranges.stream().mapToLong(range -> nanoseconds(range.from())).toArray();
    long[] ends = ranges.stream().mapToLong(range -> nanoseconds(range.to())).toArray();
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] < ends[i - 1]) {
        throw new IllegalArgumentException(
            "windows overlap: %s and %s".formatted(ranges.get(i - 1), ranges.get(i)));
      }
    }
    return new TimeWindows(starts, ends);
  }

  /** How many there are. */
  public int size() {
    return starts.length;
  }

  /**
   * The number of the window that a time lies in, or -1 if it is in none.
   *
   * @param nanoseconds since 1970
   */
  public int indexOf(long nanoseconds) {
    int at = Arrays.binarySearch(starts, nanoseconds);
    int index = at < 0 ? -at - 2 : at;
    return index >= 0 && nanoseconds < ends[index] ? index : -1;
  }

  /** The number of the first window that has a time in common with a range. */
  public Optional<Integer> firstIn(TimeRange range) {
    for (int i = 0; i < starts.length; i++) {
      if ((range.to() == null || starts[i] < nanoseconds(range.to()))
          && (range.from() == null || ends[i] > nanoseconds(range.from()))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static long nanoseconds(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), NANOSECONDS_OF_A_SECOND), time.getNano());
  }
}
