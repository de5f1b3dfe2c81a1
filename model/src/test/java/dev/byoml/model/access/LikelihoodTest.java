package dev.byoml.model.access;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
  private static final Instant MORNING = Instant.parse("2020-09-01T08:00:00Z");

  @Test
  void isTheCountWithinOneDay() {
    assertThat(Likelihood.of(7, MORNING, Instant.parse("2020-09-01T23:59:59Z")), is(7.0));
  }

  @Test
  void dividesByTheDaysFromFirstToLastAccess() {
    assertThat(Likelihood.of(6, MORNING, Instant.parse("2020-09-03T07:00:00Z")), is(2.0));
  }

  @Test
  void countsMidnightsInUtcRatherThanHours() {
    Instant beforeMidnight = Instant.parse("2020-09-01T23:59:59Z");
    assertThat(Likelihood.of(3, beforeMidnight, beforeMidnight.plusSeconds(1)), is(1.5));
  }
}
