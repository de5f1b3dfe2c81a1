package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.Random;

/**
 * When a request that failed for a passing reason is made again: after pauses that double from
 * {@code firstPause} to {@code longestPause}, each cut by up to a half at random, until {@code
 * deadline} has passed since the first attempt.
 *
 * @param firstPause longest pause before the second attempt
 * @param longestPause longest pause before any attempt
 * @param deadline how long a batch is tried
 */
public record RetrySchedule(Duration firstPause, Duration longestPause, Duration deadline)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_DOUBLINGS = 30;

  /** A second, half a minute, five minutes. */
  public static final RetrySchedule DEFAULT =
      new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5));

  public RetrySchedule {
    requireNonNull(firstPause, "firstPause");
    requireNonNull(longestPause, "longestPause");
    requireNonNull(deadline, "deadline");
    if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("pauses must be positive and the longest the longer one");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("the deadline must be positive");
    }
  }

  /** The same with another deadline, and pauses that fit into it several times. */
  public RetrySchedule withDeadline(Duration other) {
    Duration longest = min(longestPause, other.dividedBy(4).plusMillis(1));
    return new RetrySchedule(min(firstPause, longest), longest, other);
  }

  /**
   * The pause after a failed attempt.
   *
   * @param failures number of attempts that failed so far, at least 1
   * @param random where the jitter comes from
   */
  Duration pauseAfter(int failures, Random random) {
    long doubled = firstPause.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long ceiling = Math.min(Math.max(doubled, 1), longestPause.toMillis());
    return Duration.ofMillis(Math.round(ceiling * (0.5 + 0.5 * random.nextDouble())));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
