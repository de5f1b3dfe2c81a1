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

  /** Says that bytes are no time of the usual form. */
  static final long NOT_USUAL = -1;

  private static final int FIRST_YEAR = 1970;
  private static final int YEAR_AFTER_LAST = 2200;

  /** From the first of March of the year 0. */
  private static final int DAYS_BEFORE_1970 = 719_468;

  private static final int[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

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

  /**
   * The time that bytes of the usual form name, in nanoseconds since 1970; {@link #NOT_USUAL} if
   * they are of another form or name none that is believed, which {@link #parse} tells.
   */
  static long parseUsual(byte[] text, int start, int end) {
    int length = end - start;
    if (length <= SECONDS_LENGTH
        || length > USUAL.length()
        || length == SECONDS_LENGTH + 2
        || text[end - 1] != 'Z'
        || text[start + 4] != '-'
        || text[start + 7] != '-'
        || text[start + 10] != 'T'
        || text[start + 13] != ':'
        || text[start + 16] != ':'
        || (length > SECONDS_LENGTH + 1 && text[start + SECONDS_LENGTH] != '.')) {
      return NOT_USUAL;
    }
    int year = 100 * twoDigits(text, start) + twoDigits(text, start + 2);
    int month = twoDigits(text, start + 5);
    int day = twoDigits(text, start + 8);
    int hour = twoDigits(text, start + 11);
    int minute = twoDigits(text, start + 14);
    int second = twoDigits(text, start + 17);
    if (twoDigits(text, start) < 0
        || twoDigits(text, start + 2) < 0
        || year < FIRST_YEAR
        || year >= YEAR_AFTER_LAST
        || month < 1
        || month > 12
        || day < 1
        || day > lengthOfMonth(year, month)
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59) {
      return NOT_USUAL;
    }
    int nanoseconds = 0;
    for (int i = start + SECONDS_LENGTH + 1; i < end - 1; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NOT_USUAL;
      }
      nanoseconds = 10 * nanoseconds + digit;
    }
    int digits = Math.max(0, length - SECONDS_LENGTH - 2);
    long seconds = ((dayOf(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return seconds * 1_000_000_000L + (long) nanoseconds * POWERS_OF_TEN[9 - digits];
  }

  /** Two digits as a number; negative if they are none. */
  private static int twoDigits(byte[] text, int start) {
    int tens = text[start] - '0';
    int ones = text[start + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : 10 * tens + ones;
  }

  private static int lengthOfMonth(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return 30 + (month + (month >>> 3) & 1);
  }

  /** The number of a day, counted from 1970-01-01, day 0. */
  private static long dayOf(int year, int month, int day) {
    // Years that begin in March, so that a leap day is the last of its year.
    int shifted = month > 2 ? year : year - 1;
    int monthFromMarch = month > 2 ? month - 3 : month + 9;
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return 365L * shifted
        + shifted / 4
        - shifted / 100
        + shifted / 400
        + dayOfYear
        - DAYS_BEFORE_1970;
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
