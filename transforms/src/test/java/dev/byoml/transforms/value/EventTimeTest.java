package dev.byoml.transforms.value;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
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
    "2020-09-21T23:27:02-0030, 2020-09-21T23:57:02Z",
    "2020-09-21T23:27:02+01, 2020-09-21T22:27:02Z",
    "2020-09-21 23:27:02 +01:00, 2020-09-21T22:27:02Z",
    "2020-09-21 23:27:02Z, 2020-09-21T23:27:02Z",
    "'  2020-09-21T23:27:02Z ', 2020-09-21T23:27:02Z",
    "2020-09-21T23:27:02.000000Z[UTC], 2020-09-21T23:27:02Z",
    "2020-09-21T23:27:02+02:00[Europe/Berlin], 2020-09-21T21:27:02Z",
    "20200921T232702Z, 2020-09-21T23:27:02Z",
    "20200921T2327+0100, 2020-09-21T22:27:00Z",
    "'2020-09-21T23:27:02,5Z', 2020-09-21T23:27:02.500Z",
    "2020-09-21T23:27:02, 2020-09-21T23:27:02Z",
    "2020-09-21 23:27:02.5, 2020-09-21T23:27:02.500Z",
    "2020-09-21, 2020-09-21T00:00:00Z",
    "1970-01-01, 1970-01-01T00:00:00Z",
    "2199-12-31T23:59:59.999999999Z, 2199-12-31T23:59:59.999999999Z",
  })
  void readsATimeInUtc(String text, Instant time) {
    assertThat(EventTime.ISO.parse(text), is(time));
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
        "2020-09-03T11:00:00.Z",
        "2026-03-02T0800Z",
        "20260302",
        "2026/03/02 08:00:01",
        "3/2/2026 8:00:01 AM +01:00",
        "1772438400123",
        "2026-03-02T T08:00:00Z",
        "2026-03-0208:00:00Z",
        "3/2/2026, 8:00:00.000 AM",
        "2026-03-02T08:00:00[Europe/Oslo]",
        "\u0662\u0660\u0662\u0666-03-02",
      })
  void doesNotTakeAnythingElseForATime(String text) {
    assertThat(EventTime.ISO.parse(text), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "'M/d/yyyy, h:mm:ss.SSS a', '3/2/2026, 8:00:01.403 AM', 2026-03-02T07:00:01.403Z",
    "yyyy/MM/dd H:mm:ss.SSS, 2026/07/02 8:00:01.403, 2026-07-02T06:00:01.403Z",
    "MM/dd/yyyy HH:mm:ss, 03/02/2026 08:00:01, 2026-03-02T07:00:01Z",
    "M/d/yyyy h:mm:ss a XXX, 3/2/2026 8:00:01 am +05:00, 2026-03-02T03:00:01Z",
    "dd.MM.yyyy, 02.03.2026, 2026-03-01T23:00:00Z",
    "epochSeconds, 1772438400, 2026-03-02T08:00:00Z",
    "epochSeconds, 1772438400.382822, 2026-03-02T08:00:00.382822Z",
    "epochMilliseconds, 1772438400123, 2026-03-02T08:00:00.123Z",
    "epochSeconds, 2026-03-02T08:00:00, 2026-03-02T07:00:00Z",
    "epochSeconds, 2026-03-02T08:00:00Z, 2026-03-02T08:00:00Z",
  })
  void readsTheFormsAndTheZoneThatItIsGiven(String format, String text, Instant time) {
    assertThat(EventTime.of(List.of(format), "Europe/Berlin").parse(text), is(time));
  }

  @ParameterizedTest
  @CsvSource({
    "M/d/yyyy, 2/30/2026",
    "epochSeconds, -1",
    "epochSeconds, 1e9",
    "epochMilliseconds, 9999999999999999",
  })
  void takesNoDayThatIsNoneWhateverTheForm(String format, String text) {
    assertThat(EventTime.of(List.of(format), null).parse(text), is(nullValue()));
  }

  @Test
  void saysWhatAFormMayBe() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> EventTime.of(List.of("seconds"), "UTC"));
    assertThat(e.getMessage(), containsString("epochSeconds"));
    e = assertThrows(IllegalArgumentException.class, () -> EventTime.of(List.of(), "Berlin"));
    assertThat(e.getMessage(), containsString("Europe/Berlin"));
  }

  @Property
  void readsEveryTimeThatCanBe(
      @ForAll @LongRange(min = 0, max = 7_258_118_399L) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos,
      @ForAll @IntRange(min = -1080, max = 1080) int minutes) {
    Instant time = Instant.ofEpochSecond(seconds, nanos);
    assertThat(EventTime.ISO.parse(time.toString()), is(time));
    assertThat(
        EventTime.ISO.parse(time.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes)).toString()),
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
    assertThat(EventTime.ISO.parse(text), is(byTheLibrary(text)));
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
    Instant time = EventTime.ISO.parse(text);
    assertThat(time == null || time.isBefore(EventTime.LATEST), is(true));
  }
}
