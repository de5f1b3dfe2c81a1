package dev.byoml.pipelines.run;

import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.source.TimeRange;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The time range that a run is about, and names made of it: a run on a schedule is named by its
 * window, so that it can be repeated and caught up.
 *
 * @param range the time range
 */
public record RunWindow(TimeRange range) {
  private static final String FROM = "{from}";
  private static final String TO = "{to}";

  /**
   * The window of {@code --from}, {@code --to} and {@code --now}; the one place that asks what time
   * it is.
   *
   * @param clock gives the time that {@code now} stands for where {@code --now} is not given
   * @throws UsageException if one of them is not a time, or the window is empty
   */
  public static RunWindow of(InputOptions options, Clock clock) {
    Instant now = now(options, clock);
    try {
      return new RunWindow(TimeRange.parse(options.getFrom(), options.getTo(), now));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * What {@code now} means.
   *
   * @param clock gives it where {@code --now} is not given
   * @throws UsageException if that is not a time
   */
  public static Instant now(InputOptions options, Clock clock) {
    return options.getNow() == null ? clock.instant() : now(options.getNow());
  }

  /**
   * The path with {@code {from}} and {@code {to}} replaced by the ends of the window, as in {@code
   * 20260316T070000Z}.
   *
   * @param option which option the path is from, for the message
   * @param path the path
   * @throws UsageException if the path asks for an end that is open
   */
  public String name(String option, String path) {
    return replace(option, replace(option, path, FROM, range.from()), TO, range.to());
  }

  private static String replace(String option, String path, String place, Instant time) {
    if (!path.contains(place)) {
      return path;
    }
    if (time == null) {
      throw new UsageException(
          "%s=%s asks for an end of the window that is not given: add --%s"
              .formatted(option, path, place.substring(1, place.length() - 1)));
    }
    return path.replace(place, TimeRange.nameOf(time));
  }

  /** Schedulers write UTC with and without its letter. */
  private static Instant now(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutOffset) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new UsageException(
            "--now=%s is not a time: give an ISO-8601 instant (2026-11-24T08:00:00Z)"
                .formatted(text));
      }
    }
  }
}
