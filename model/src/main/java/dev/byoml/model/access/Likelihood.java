package dev.byoml.model.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How often a user touches a resource: accesses per active day. */
public final class Likelihood {
  private Likelihood() {}

  /**
   * The likelihood of an access as Microsoft's bring-your-own-ML notebook for anomalous resource
   * access defines it: {@code count / (1 + days)}, where {@code days} is the number of UTC
   * midnights between first and last access.
   *
   * @param count number of accesses, at least 1
   * @param first earliest access
   * @param last latest access, not before {@code first}
   * @return a positive finite number
   */
  public static double of(long count, Instant first, Instant last) {
    long days =
        ChronoUnit.DAYS.between(
            first.atOffset(ZoneOffset.UTC).toLocalDate(),
            last.atOffset(ZoneOffset.UTC).toLocalDate());
    return of(count, days);
  }

  /**
   * The same by the number of midnights.
   *
   * @param count number of accesses, at least 1
   * @param days number of UTC midnights between first and last access
   */
  static double of(long count, long days) {
    return count / (1.0 + days);
  }

  /** The likelihood of {@code totals}. */
  public static double of(AccessTotals totals) {
    return of(totals.count(), totals.first(), totals.last());
  }
}
