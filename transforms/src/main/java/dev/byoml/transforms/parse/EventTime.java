package dev.byoml.transforms.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Reads the time of an event: an ISO-8601 date (its midnight) or date and time with up to nine
 * digits of fraction, and with {@code Z} or an offset; without one it is in UTC. A space may stand
 * for the {@code T}.
 */
final class EventTime {

  /** The first instant that is believed. */
  static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  /** The first instant that is no longer believed. */
  static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private static final int DATE_LENGTH = "2026-11-24".length();
  private static final int SECONDS_LENGTH = "2026-11-24T08:00:00".length();

  /** Zero stands for any digit. */
  private static final String USUAL = "0000-00-00T00:00:00.000000000Z";

  private static final DateTimeFormatter WITH_T = format('T');
  private static final DateTimeFormatter WITH_SPACE = format(' ');

  private EventTime() {}

  /**
   * The instant that {@code text} names, or null if it names none from {@link #EARLIEST} to before
   * {@link #LATEST}.
   */
  static Instant parse(String text) {
    try {
      if (isUsual(text)) {
        return believed(usual(text));
      }
      DateTimeFormatter format =
          text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ' ? WITH_SPACE : WITH_T;
      TemporalAccessor parsed =
          format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return believed(instant(parsed));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant believed(Instant time) {
    return time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? null : time;
  }

  /**
   * Whether a text has the form {@code 2026-03-02T08:00:00Z} with up to nine digits of fraction, as
   * Log Analytics exports it. A formatter takes a third of the time in which a whole line is
   * parsed, so this form does without.
   */
  private static boolean isUsual(String text) {
    int last = text.length() - 1;
    if (last < SECONDS_LENGTH || last > USUAL.length() - 1 || text.charAt(last) != 'Z') {
      return false;
    }
    for (int i = 0; i < last; i++) {
      char expected = USUAL.charAt(i);
      char character = text.charAt(i);
      if (expected == '0' ? character < '0' || character > '9' : character != expected) {
        return false;
      }
    }
    return last != SECONDS_LENGTH + 1;
  }

  private static Instant usual(String text) {
    LocalDateTime time =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    int nanoseconds = 0;
    for (int i = SECONDS_LENGTH + 1; i < USUAL.length() - 1; i++) {
      int digit = i < text.length() - 1 ? text.charAt(i) - '0' : 0;
      nanoseconds = 10 * nanoseconds + digit;
    }
    return Instant.ofEpochSecond(time.toEpochSecond(ZoneOffset.UTC), nanoseconds);
  }

  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  private static Instant instant(TemporalAccessor parsed) {
    if (parsed instanceof OffsetDateTime withOffset) {
      return withOffset.toInstant();
    }
    return parsed instanceof LocalDateTime withoutOffset
        ? withoutOffset.toInstant(ZoneOffset.UTC)
        : LocalDate.from(parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static DateTimeFormatter format(char separator) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(DateTimeFormatter.ISO_LOCAL_DATE)
        .optionalStart()
        .appendLiteral(separator)
        .append(DateTimeFormatter.ISO_LOCAL_TIME)
        .optionalStart()
        .appendOffsetId()
        .optionalEnd()
        .optionalEnd()
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
