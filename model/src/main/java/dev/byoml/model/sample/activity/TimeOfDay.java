package dev.byoml.model.sample.activity;

/** Times of a day in nanoseconds since midnight. */
public final class TimeOfDay {
  /** One second. */
  static final long SECOND = 1_000_000_000L;

  /** One minute. */
  public static final long MINUTE = 60 * SECOND;

  /** One hour. */
  static final long HOUR = 60 * MINUTE;

  /** Windows counts time in ticks of 100 nanoseconds. */
  private static final long TICK = 100;

  private TimeOfDay() {}

  /** Rounds down to the resolution of Windows' clock. */
  static long wholeTicks(long nanoOfDay) {
    return nanoOfDay - nanoOfDay % TICK;
  }
}
