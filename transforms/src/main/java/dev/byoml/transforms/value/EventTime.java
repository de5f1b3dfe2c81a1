package dev.byoml.transforms.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the time of an event. ISO-8601 is understood without being named: dates (their midnight)
 * and dates with times, the extended form with or without seconds, with up to nine digits of
 * fraction, and a space in place of the {@code T}; the basic form {@code 20260302T080000Z}; each
 * with {@code Z}, an offset ({@code +01:00}, {@code +0100}), {@code [UTC]}, or none. White space
 * around it does not count. Other forms have to be named. Immutable.
 */
public final class EventTime {

  /** ISO-8601 alone; times without an offset are in UTC. */
  public static final EventTime ISO = new EventTime(List.of(), ZoneOffset.UTC);

  /** The first instant that is believed. */
  static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  /** The first instant that is no longer believed. */
  static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /** Says that bytes are not a time of the usual form. */
  public static final long NOT_USUAL = -1;

  private static final int FIRST_YEAR = 1970;
  private static final int YEAR_AFTER_LAST = 2200;

  /** From the first of March of the year 0. */
  private static final int DAYS_BEFORE_1970 = 719_468;

  private static final int[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  private static final int SECONDS_LENGTH = "2026-11-24T08:00:00".length();

  private static final int LONGEST_USUAL = "2026-11-24T08:00:00.000000000Z".length();
  private static final long SECOND = 1_000_000_000L;

  private static final String TIME_ZONE =
      "\\s?([Zz]|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?(?:\\[([A-Za-z][A-Za-z0-9_+/-]*)\\])?";

  private static final Set<String> UTC_NAMES = Set.of("UTC", "GMT", "Z", "Etc/UTC");

  private static final Pattern EXTENDED =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?"
              + TIME_ZONE
              + ")?");

  private static final Pattern BASIC =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)[Tt](\\d\\d)(\\d\\d)(?:(\\d\\d)(?:[.,](\\d{1,9}))?)?"
              + TIME_ZONE);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,13}(?:\\.\\d{1,9})?");
  private static final String EPOCH_SECONDS = "epochSeconds";
  private static final String EPOCH_MILLISECONDS = "epochMilliseconds";

  private interface Form {
    /** The instant, or null if the text is not of this form. */
    Instant parse(String text);
  }

  private final List<Form> forms;
  private final ZoneId zone;

  private EventTime(List<String> formats, ZoneId zone) {
    this.zone = zone;
    this.forms = formats.stream().map(this::form).toList();
  }

  /**
   * Reads times in further forms too.
   *
   * @param formats tried in this order before ISO-8601: patterns of {@link DateTimeFormatter} with
   *     English names, {@code epochSeconds} or {@code epochMilliseconds} since 1970 in UTC
   * @param zone zone of times that name none, such as {@code Europe/Berlin}; UTC if null
   * @throws IllegalArgumentException if a pattern is not one of date and time, or there is no such
   *     zone; the message is one line
   */
  public static EventTime of(List<String> formats, String zone) {
    if (formats.isEmpty() && zone == null) {
      return ISO;
    }
    try {
      return new EventTime(formats, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "timeZone cannot be " + zone + ": it is UTC, an offset such as +01:00, or Europe/Berlin",
          e);
    }
  }

  /**
   * The instant that {@code text} names, or null if it names none from 1970 to before 2200 in a
   * form that is known here.
   */
  public Instant parse(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      long usual = nanosecondsOfUsual(bytes, 0, bytes.length);
      if (usual != NOT_USUAL) {
        return Instant.ofEpochSecond(usual / SECOND, usual % SECOND);
      }
      String time = text.strip();
      for (Form form : forms) {
        Instant found = form.parse(time);
        if (found != null) {
          return believed(found);
        }
      }
      return believed(iso(time));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The time that bytes name of the form {@code 2026-03-02T08:00:00Z} with up to nine digits of
   * fraction, as Log Analytics exports it, in nanoseconds since 1970. {@link #NOT_USUAL} if they
   * are of another form or name a time that is not believed; {@link #parse} decides which.
   */
  public static long nanosecondsOfUsual(byte[] text, int start, int end) {
    int length = end - start;
    if (length <= SECONDS_LENGTH
        || length > LONGEST_USUAL
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
    return seconds * SECOND + (long) nanoseconds * POWERS_OF_TEN[9 - digits];
  }

  /** Returns two digits as a number; negative if they are not digits. */
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
    return time == null || time.isBefore(EARLIEST) || !time.isBefore(LATEST) ? null : time;
  }

  private Instant iso(String text) {
    Matcher matcher = EXTENDED.matcher(text);
    if (!matcher.matches()) {
      matcher = BASIC.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
    }
    LocalDateTime time =
        LocalDateTime.of(
            number(matcher.group(1)),
            number(matcher.group(2)),
            number(matcher.group(3)),
            number(matcher.group(4)),
            number(matcher.group(5)),
            number(matcher.group(6)),
            nanoseconds(matcher.group(7)));
    String offset = matcher.group(8);
    String region = matcher.group(9);
    if (offset != null) {
      return time.toInstant(ZoneOffset.of(offset.toUpperCase(Locale.ROOT)));
    }
    if (region != null && !UTC_NAMES.contains(region)) {
      return null;
    }
    return time.atZone(region == null ? zone : ZoneOffset.UTC).toInstant();
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanoseconds(String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
  }

  private Form form(String format) {
    return switch (format) {
      case EPOCH_SECONDS -> text -> epoch(text, 0);
      case EPOCH_MILLISECONDS -> text -> epoch(text, 3);
      default -> pattern(format);
    };
  }

  /** The instant so many units of 10<sup>-digits</sup> seconds after the start of 1970. */
  private static Instant epoch(String text, int digits) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    BigDecimal seconds = new BigDecimal(text).movePointLeft(digits);
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    long nanoseconds = seconds.subtract(whole).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole.longValueExact(), nanoseconds);
  }

  private Form pattern(String pattern) {
    DateTimeFormatter formatter;
    try {
      formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(pattern)
              // The strict resolver, which alone refuses 30 February, does not take a year by y
              // without an era.
              .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "timeFormats: "
              + pattern
              + " is not a pattern of date and time, such as 'M/d/yyyy h:mm:ss a',"
              + " nor epochSeconds nor epochMilliseconds",
          e);
    }
    return text -> {
      try {
        return instant(
            formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from));
      } catch (DateTimeException e) {
        return null;
      }
    };
  }

  private Instant instant(TemporalAccessor parsed) {
    if (parsed instanceof ZonedDateTime withZone) {
      return withZone.toInstant();
    }
    LocalDateTime local =
        parsed instanceof LocalDateTime withTime ? withTime : LocalDate.from(parsed).atStartOfDay();
    return local.atZone(zone).toInstant();
  }
}
