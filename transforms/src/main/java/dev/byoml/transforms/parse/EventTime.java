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
  private static final DateTimeFormatter WITH_T = format('T');
  private static final DateTimeFormatter WITH_SPACE = format(' ');

  private EventTime() {}

  /**
   * The instant that {@code text} names, or null if it names none from {@link #EARLIEST} to before
   * {@link #LATEST}.
   */
  static Instant parse(String text) {
    try {
      DateTimeFormatter format =
          text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ' ? WITH_SPACE : WITH_T;
      TemporalAccessor parsed =
          format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      Instant time = instant(parsed);
      return time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
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
