package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Windows of event time of one length, one after the other, aligned to 1970 and so to the clock.
 *
 * @param length of a window, in whole milliseconds; it divides a day
 * @param lateness how long after its end a window still takes rows in
 */
public record WatchWindows(Duration length, Duration lateness) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long NANOSECONDS = 1_000_000L;
  private static final Duration MOST_OFTEN = Duration.ofMinutes(1);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the length does not divide a day or the lateness is
   *     negative
   */
  public WatchWindows {
    requireNonNull(length, "length");
    requireNonNull(lateness, "lateness");
    if (length.toMillis() < 1 || Duration.ofDays(1).toMillis() % length.toMillis() != 0) {
      throw new IllegalArgumentException("a window must divide a day, got " + length);
    }
    if (lateness.isNegative()) {
      throw new IllegalArgumentException("lateness must not be negative, got " + lateness);
    }
  }

  /** Start of the window of a time, in milliseconds since 1970. */
  long startOf(long nanoseconds) {
    long time = Math.floorDiv(nanoseconds, NANOSECONDS);
    return time - Math.floorMod(time, length.toMillis());
  }

  /** End of a window, in milliseconds since 1970: the first time that is not in it. */
  long endOf(long start) {
    return start + length.toMillis();
  }

  /** When a window is forgotten, in milliseconds since 1970: no row is taken in from then on. */
  long forgottenAt(long start) {
    return endOf(start) + lateness.toMillis();
  }

  /**
   * When the changes that late rows make by a time are given on, so that they are given on
   * together.
   */
  long tickAfter(long time) {
    long pause = Math.min(length.toMillis(), MOST_OFTEN.toMillis());
    return Math.floorDiv(time, pause) * pause + pause;
  }

  /** A time that Java knows. */
  static Instant instant(long milliseconds) {
    return Instant.ofEpochMilli(milliseconds);
  }
}
