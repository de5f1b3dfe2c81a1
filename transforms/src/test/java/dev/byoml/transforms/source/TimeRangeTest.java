package dev.byoml.transforms.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T08:00:00Z, 2026-11-24T08:00:00Z",
    "2026-11-24T08:00:00.1234567Z, 2026-11-24T08:00:00.123456700Z",
    "2026-11-24T08:00:00+02:00, 2026-11-24T06:00:00Z",
    "2026-11-24T08:00Z, 2026-11-24T08:00:00Z",
    "2026-11-24, 2026-11-24T00:00:00Z",
    "now, 2026-11-24T12:30:00Z",
    "now-30m, 2026-11-24T12:00:00Z",
    "now-1h, 2026-11-24T11:30:00Z",
    "now-20d, 2026-11-04T12:30:00Z",
    "now/h, 2026-11-24T12:00:00Z",
    "now-45m/h, 2026-11-24T11:00:00Z",
    "now-1h/h, 2026-11-24T11:00:00Z",
    "now/d, 2026-11-24T00:00:00Z",
    "now-21d/d, 2026-11-03T00:00:00Z",
  })
  void readsAnEndAsAUserWritesIt(String text, Instant expected) {
    assertThat(TimeRange.parse(text, null, NOW), is(new TimeRange(expected, null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "now+1h",
        "now-",
        "now-1w",
        "now-h",
        "now/w",
        "now/h-1h",
        "now-99999999999d",
        "NOW",
        "2026-02-30",
        "2026-11-24T08:00:00",
        "2026-11-24 08:00:00Z",
        "1764000000",
        "24.11.2026",
      })
  void rejectsWhatIsNoTimeAndSaysWhatIsOneInALine(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TimeRange.parse(text, null, NOW));
    assertThat(
        e.getMessage(),
        allOf(
            containsString("'" + text + "'"), containsString("now-1h"), not(containsString("\n"))));
  }

  @ParameterizedTest
  @CsvSource({
    "now-3w, write now-21d",
    "2026-11-24T08:00:00, in UTC that is 2026-11-24T08:00:00Z",
    "2026-11-24 08:00, in UTC that is 2026-11-24T08:00:00Z",
  })
  void saysTheRightFormOfWhatIsNearlyATime(String text, String hint) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> TimeRange.parse(text, null, NOW));
    assertThat(e.getMessage(), containsString(hint));
  }

  @Test
  void takesAnOffsetWithoutAColonAndBlanksAround() {
    assertThat(
        TimeRange.parse(" 2026-11-24T08:00:00+0200 ", null, NOW).from(),
        is(Instant.parse("2026-11-24T06:00:00Z")));
  }

  @Test
  void rejectsAStartThatIsNotBeforeTheEnd() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> TimeRange.parse("2026-11-24", "2026-11-24", NOW));
    assertThat(e.getMessage(), containsString("2026-11-24T00:00:00Z is not before its end"));
  }

  @Test
  void holdsItsStartButNotItsEnd() {
    TimeRange hour = TimeRange.parse("now-1h", "now", NOW);
    assertThat(hour.contains(hour.from()), is(true));
    assertThat(hour.contains(hour.to().minusNanos(1)), is(true));
    assertThat(hour.contains(hour.to()), is(false));
    assertThat(hour.contains(hour.from().minusNanos(1)), is(false));
  }

  @Test
  void doesNotOverlapARangeThatEndsWhereItStarts() {
    TimeRange hour = TimeRange.parse("now-1h", "now", NOW);
    assertThat(hour.overlaps(hour.from().minusSeconds(300), hour.from()), is(false));
    assertThat(hour.overlaps(hour.to(), hour.to().plusSeconds(300)), is(false));
    assertThat(hour.overlaps(hour.from().minusSeconds(300), hour.from().plusNanos(1)), is(true));
  }

  @Test
  void isOpenWhereNoEndIsGiven() {
    assertThat(TimeRange.parse(null, null, NOW), is(TimeRange.ALL));
    assertThat(TimeRange.ALL.contains(Instant.MIN), is(true));
    assertThat(TimeRange.ALL.isBounded(), is(false));
    assertThat(TimeRange.parse("now-1h", null, NOW).contains(Instant.MAX), is(true));
  }

  @Test
  void survivesJavaSerialization() {
    TimeRange range = TimeRange.parse("2026-11-01", "now", NOW);
    assertThat(SerializableUtils.ensureSerializable(range), is(range));
  }

  @Property
  void readsEveryInstantThatItWrites(@ForAll("instants") Instant time) {
    assertThat(TimeRange.parse(time.toString(), null, NOW).from(), is(time));
  }

  @Property
  void readsEveryOffset(
      @ForAll("instants") Instant time, @ForAll @IntRange(min = -1080, max = 1080) int minutes) {
    OffsetDateTime there = time.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes));
    assertThat(TimeRange.parse(there.toString(), null, NOW).from(), is(time));
  }

  @Property
  void readsEveryDateAsItsMidnight(@ForAll("instants") Instant time) {
    LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
    assertThat(
        TimeRange.parse(date.toString(), null, NOW).from(),
        is(date.atStartOfDay().toInstant(ZoneOffset.UTC)));
  }

  @Property
  void readsEveryNumberOfHoursBeforeNow(@ForAll @IntRange(min = 0, max = 999_999) int hours) {
    assertThat(
        TimeRange.parse("now-" + hours + "h", null, NOW).from(),
        is(NOW.minus(Duration.ofHours(hours))));
  }

  @Property
  void hasInCommonWithAnotherWhatBothHold(
      @ForAll("ranges") TimeRange one,
      @ForAll("ranges") TimeRange other,
      @ForAll("instants") Instant time) {
    Optional<TimeRange> common = one.intersection(other);
    assertThat(
        common.map(range -> range.contains(time)).orElse(false),
        is(one.contains(time) && other.contains(time)));
  }

  @Property
  void overlapsExactlyWhatItHasSomethingInCommonWith(
      @ForAll("ranges") TimeRange one, @ForAll("ranges") TimeRange other) {
    Instant from = other.from() == null ? Instant.MIN : other.from();
    Instant to = other.to() == null ? Instant.MAX : other.to();
    assertThat(one.overlaps(from, to), is(one.intersection(other).isPresent()));
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Instant.parse("2199-12-31T23:59:59Z").getEpochSecond()),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<TimeRange> ranges() {
    return Combinators.combine(instants().injectNull(0.2), instants().injectNull(0.2))
        .as(
            (a, b) ->
                a == null || b == null || a.isBefore(b)
                    ? new TimeRange(a, b)
                    : new TimeRange(b, a.plusNanos(1)));
  }
}
