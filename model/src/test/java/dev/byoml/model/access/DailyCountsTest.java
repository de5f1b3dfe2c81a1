package dev.byoml.model.access;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailyCountsTest {
  private static final DailyCounts COUNTS =
      new DailyCounts(new int[] {10, 12, 15}, new long[] {3, 1, 2});

  @Test
  void countsDaysFromTheStartOf1970() {
    assertThat(DailyCounts.dayOf(Instant.parse("1970-01-02T23:59:59.999Z")), is(1));
    assertThat(DailyCounts.dayOf(Instant.parse("1969-12-31T00:00:00Z")), is(-1));
    assertThat(DailyCounts.dayOfNanoseconds(86_400_000_000_000L - 1), is(0));
  }

  @Test
  void givesTheLikelihoodOfTheTotals() {
    Instant first = Instant.parse("1970-01-11T23:00:00Z");
    Instant last = Instant.parse("1970-01-16T01:00:00Z");
    assertThat(COUNTS.likelihood(), is(Likelihood.of(6, first, last)));
  }

  @Test
  void cutsOffADayAndTheDaysAfterIt() {
    DailyCounts first = new DailyCounts(new int[] {10, 12}, new long[] {3, 1});
    assertThat(COUNTS.before(15), is(first));
    assertThat(COUNTS.before(13), is(first));
    assertThat(COUNTS.before(10), is(DailyCounts.NONE));
    assertThat(COUNTS.before(16), is(COUNTS));
  }

  @Test
  void knowsItsDays() {
    assertThat(COUNTS.activeOn(12), is(true));
    assertThat(COUNTS.activeOn(13), is(false));
  }

  @Test
  void refusesDaysOutOfOrder() {
    assertThrows(
        IllegalArgumentException.class, () -> new DailyCounts(new int[] {2, 1}, new long[] {1, 1}));
  }
}
