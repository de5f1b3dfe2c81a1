package dev.byoml.model.sample.activity;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SampleWindowsTest {

  @Test
  void endsOnAWorkingDay() {
    assertThat(SampleWindows.ofDays(21).scoringDay().getDayOfWeek(), is(DayOfWeek.TUESDAY));
  }

  @Test
  void coversAsManyDaysAsAskedFor() {
    assertThat(SampleWindows.ofDays(21).days(), hasSize(21));
  }

  @Test
  void scoresFromTheEndOfTrainingOn() {
    SampleWindows windows = SampleWindows.ofDays(21);
    assertThat(windows.trainingFrom(), is(Instant.parse("2026-03-11T00:00:00Z")));
    assertThat(windows.trainingTo(), is(Instant.parse("2026-03-31T00:00:00Z")));
    assertThat(windows.scoringFrom(), is(windows.trainingTo()));
    assertThat(windows.scoringTo(), is(Instant.parse("2026-04-01T00:00:00Z")));
  }

  @Test
  void rejectsWindowsWithoutADayToTrainOn() {
    LocalDate day = SampleWindows.LAST_DAY;
    assertThrows(IllegalArgumentException.class, () -> new SampleWindows(day, day));
  }
}
