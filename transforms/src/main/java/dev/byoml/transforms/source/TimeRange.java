package dev.byoml.transforms.source;

import dev.byoml.transforms.value.EventTime;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A half-open range of time {@code [from, to)}, in UTC. An end that is null is open.
 *
 * @param from the first instant of the range, or null for all times before {@code to}
 * @param to the first instant after the range, or null for all times from {@code from} on
 */
public record TimeRange(Instant from, Instant to) implements Serializable {

  /** All times. */
  public static final TimeRange ALL = new TimeRange(null, null);

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern BEFORE_NOW =
      Pattern.compile("now(?:-(\\d{1,6})([mhd]))?(?:/([hd]))?");

  private static final Pattern WEEKS_BEFORE_NOW = Pattern.compile("now-(\\d{1,5})w");

  private static final String ACCEPTED =
      "give an ISO-8601 instant (2026-11-24T08:00:00Z), a date (2026-11-24), now, or now less"
          + " minutes, hours or days (now-30m, now-1h, now-20d), rounded down to the hour or day"
          + " (now-1h/h, now/d)";

  /**
   * Checks that the range is not empty.
   *
   * @throws IllegalArgumentException if {@code from} is not before {@code to}
   */
  public TimeRange {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the range of time is empty: its start " + from + " is not before its end " + to);
    }
  }

  /**
   * The range between two ends as a user writes them: an ISO-8601 instant with {@code Z} or an
   * offset, a date (its UTC midnight), {@code now}, or {@code now} less a whole number of minutes,
   * hours or days ({@code now-30m}, {@code now-1h}, {@code now-20d}). A time that is relative to
   * now may be rounded down to the hour or the UTC day ({@code now-1h/h}, {@code now/d}), so that a
   * run on a schedule has the same range however late it starts.
   *
   * @param from start, or null for an open one
   * @param to end, or null for an open one
   * @param now what {@code now} stands for
   * @throws IllegalArgumentException if an end is not of these forms, or {@code from} is not before
   *     {@code to}; the message is one line that says what is accepted
   */
  public static TimeRange parse(String from, String to, Instant now) {
    return new TimeRange(
        from == null ? null : end(from, now), //
        to == null ? null : end(to, now));
  }

  /** A time as it stands in names of files and folders, as in {@code 20260316T070000Z}. */
  public static String nameOf(Instant time) {
    return NAME.format(time);
  }

  /** Whether {@code time} lies in the range. */
  public boolean contains(Instant time) {
    return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
  }

  /** Whether the range and {@code [otherFrom, otherTo)} have an instant in common. */
  public boolean overlaps(Instant otherFrom, Instant otherTo) {
    return (to == null || otherFrom.isBefore(to)) && (from == null || from.isBefore(otherTo));
  }

  /** What both ranges have in common; empty if that is nothing. */
  public Optional<TimeRange> intersection(TimeRange other) {
    Instant later =
        from == null || (other.from != null && other.from.isAfter(from)) ? other.from : from;
    Instant earlier = to == null || (other.to != null && other.to.isBefore(to)) ? other.to : to;
    return later != null && earlier != null && !later.isBefore(earlier)
        ? Optional.empty()
        : Optional.of(new TimeRange(later, earlier));
  }

  /** Whether neither end is open. */
  public boolean isBounded() {
    return from != null && to != null;
  }

  /** The range as {@code [from, to)}, an open end shown as {@code ...}. */
  @Override
  public String toString() {
    return "[" + (from == null ? "..." : from) + ", " + (to == null ? "..." : to) + ")";
  }

  private static Instant end(String written, Instant now) {
    // Offsets without a colon are as good as those with one.
    String text = written.strip().replaceFirst("(T.*[+-]\\d\\d)(\\d\\d)$", "$1:$2");
    try {
      Matcher relative = BEFORE_NOW.matcher(text);
      if (relative.matches()) {
        Instant time =
            relative.group(1) == null
                ? now
                : now.minus(duration(Long.parseLong(relative.group(1)), relative.group(2)));
        return roundedDown(time, relative.group(3));
      }
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + written + "' is not a time: " + rightForm(text) + ACCEPTED, e);
    }
  }

  /** What somebody may have meant, to be put before what is accepted. */
  private static String rightForm(String text) {
    Matcher weeks = WEEKS_BEFORE_NOW.matcher(text);
    if (weeks.matches()) {
      return "write now-%dd; ".formatted(7 * Integer.parseInt(weeks.group(1)));
    }
    Instant inUtc = text.indexOf(':') < 0 ? null : EventTime.ISO.parse(text);
    return inUtc == null ? "" : "in UTC that is %s; ".formatted(inUtc);
  }

  private static Instant roundedDown(Instant time, String unit) {
    if (unit == null) {
      return time;
    }
    return time.truncatedTo(unit.equals("h") ? ChronoUnit.HOURS : ChronoUnit.DAYS);
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
