package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2020-09-21T23:27:02.1234567Z, 2020-09-21T23:27:02.123456700Z",
    "2020-09-21T23:27:02.123456789Z, 2020-09-21T23:27:02.123456789Z",
    "2020-09-21T23:27:02Z, 2020-09-21T23:27:02Z",
    "2020-09-21t23:27:02z, 2020-09-21T23:27:02Z",
    "2020-09-21T23:27Z, 2020-09-21T23:27:00Z",
    "2020-09-21T23:27:02+02:00, 2020-09-21T21:27:02Z",
    "2020-09-21T23:27:02-0030, ",
    "2020-09-21T23:27:02, 2020-09-21T23:27:02Z",
    "2020-09-21 23:27:02.5, 2020-09-21T23:27:02.500Z",
    "2020-09-21, 2020-09-21T00:00:00Z",
    "1970-01-01, 1970-01-01T00:00:00Z",
    "2199-12-31T23:59:59.999999999Z, 2199-12-31T23:59:59.999999999Z",
  })
  void readsATimeInUtc(String text, Instant time) {
    assertThat(EventTime.parse(text), is(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9999-12-31T23:59:59.9999999Z",
        "2200-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "1600-12-31T00:00:00Z",
        "+12026-01-01T00:00:00Z",
        "-2026-01-01T00:00:00Z",
        "/Date(1600000000000)/",
        "1600000000",
        "2026-02-29",
        "2026-13-01",
        "2026-03-02T24:00:00Z",
        "2026-03-02T08:60:00Z",
        "2026-03-02T08:00:00.1234567890Z",
        "2026-03-02T08:00:00Z ",
        "2026-03-02T T08:00:00Z",
        "2026-03-0208:00:00Z",
        "3/2/2026, 8:00:00.000 AM",
        "2026-03-02T08:00:00[Europe/Oslo]",
        "\u0662\u0660\u0662\u0666-03-02",
      })
  void doesNotTakeAnythingElseForATime(String text) {
    assertThat(EventTime.parse(text), is(nullValue()));
  }

  @Property
  void readsEveryTimeThatCanBe(
      @ForAll @LongRange(min = 0, max = 7_258_118_399L) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos,
      @ForAll @IntRange(min = -1080, max = 1080) int minutes) {
    Instant time = Instant.ofEpochSecond(seconds, nanos);
    assertThat(EventTime.parse(time.toString()), is(time));
    assertThat(
        EventTime.parse(time.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes)).toString()),
        is(time));
  }

  @Property
  void takesNoDateAndNoTimeOfDayThatIsNone(
      @ForAll @IntRange(min = 1960, max = 2_210) int year,
      @ForAll @IntRange(max = 14) int month,
      @ForAll @IntRange(max = 33) int day,
      @ForAll @IntRange(max = 26) int hour,
      @ForAll @IntRange(max = 61) int minute,
      @ForAll @IntRange(max = 61) int second) {
    String text =
        "%04d-%02d-%02dT%02d:%02d:%02dZ".formatted(year, month, day, hour, minute, second);
    assertThat(EventTime.parse(text), is(byTheLibrary(text)));
  }

  private static Instant byTheLibrary(String text) {
    try {
      DateTimeFormatter strict =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);
      Instant time = OffsetDateTime.parse(text, strict).toInstant();
      return time.isBefore(EventTime.EARLIEST) || !time.isBefore(EventTime.LATEST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Property
  void neverThrows(@ForAll String text) {
    Instant time = EventTime.parse(text);
    assertThat(time == null || time.isBefore(EventTime.LATEST), is(true));
  }
}
