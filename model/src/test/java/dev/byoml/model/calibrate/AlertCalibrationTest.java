package dev.byoml.model.calibrate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.tenant.TrainingParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertCalibrationTest {
  /** Alerts of one day scatter about their mean; over eight organisations much of it cancels. */
  @Test
  void keepsTheNextDayNearTheBudgetInGeneratedOrganisations() {
    double[] budgets = {2, 5, 10, 20};
    double[] alerts = new double[budgets.length];
    int organisations = 0;
    for (long seed = 1; seed <= 4; seed++) {
      SampleOrganization sample =
          SampleOrganization.of(
              new SampleDataParameters(seed, 800, 400, 22, 2),
              OrganizationShape.DEFAULT.withOutside(0.05));
      for (SampleTenant tenant : sample.tenants()) {
        CalibratedTenant calibrated = CalibratedTenant.of(tenant, sample.windows());
        ExpectedAlerts expected = calibration(calibrated.training(), null, Optional.empty()).get();
        List<Double> scores = calibrated.nextDaysScores();
        for (int i = 0; i < budgets.length; i++) {
          double threshold = expected.thresholdFor(budgets[i]);
          alerts[i] += scores.stream().filter(score -> score >= threshold).count();
        }
        organisations++;
      }
    }
    for (int i = 0; i < budgets.length; i++) {
      assertThat(
          alerts[i] / organisations,
          is(both(greaterThan(0.5 * budgets[i])).and(lessThan(1.5 * budgets[i]))));
    }
  }

  @Test
  void holdsOutTheLastQuarterOfTheDays() {
    ExpectedAlerts expected = calibration(days(12), null, Optional.empty()).get();
    assertThat(expected.from(), is(startOf(9)));
    assertThat(expected.to(), is(startOf(12)));
    assertThat(expected.days(), is(3));
  }

  @Test
  void holdsOutAWeekAtMost() {
    assertThat(calibration(days(60), null, Optional.empty()).get().from(), is(startOf(53)));
  }

  @Test
  void holdsOutAsManyDaysAsItIsTold() {
    assertThat(calibration(days(12), null, Optional.of(5)).get().from(), is(startOf(7)));
  }

  @Test
  void holdsOutNothingWhereToldSo() {
    assertThat(calibration(days(12), null, Optional.of(0)), is(Optional.empty()));
  }

  @Test
  void needsDaysBeforeThoseHeldOut() {
    assertThat(calibration(days(3), null, Optional.empty()), is(Optional.empty()));
    assertThat(calibration(days(5), null, Optional.of(5)), is(Optional.empty()));
    assertThat(calibration(List.of(), null, Optional.empty()), is(Optional.empty()));
  }

  @Test
  void passesOverALastDayThatIsOnlyPartlyInRange() {
    Instant noonOfTheLastDay = startOf(11).plusSeconds(43_200);
    assertThat(calibration(days(12), noonOfTheLastDay, Optional.of(2)).get().to(), is(startOf(11)));
  }

  @Test
  void countsWhatTheDaysBeforeDoNotHave() {
    List<DailyAccess> accesses = days(12);
    // New on the tenth day, and again on the eleventh: an alert on each.
    accesses.add(
        new DailyAccess("user-0-0", "share-1-0", new DailyCounts(new int[] {9, 10}, counts(2))));
    // Known from the second day.
    accesses.add(
        new DailyAccess("user-1-0", "share-0-0", new DailyCounts(new int[] {1, 10}, counts(2))));
    ExpectedAlerts expected = calibration(accesses, null, Optional.empty()).get();
    assertThat(
        expected.rows().stream().map(ExpectedAlerts.Row::alertsPerDay).toList(), contains(2 / 3.0));
  }

  @Test
  void countsASampleOfUsersForAll() {
    List<DailyAccess> accesses = days(12);
    accesses.add(
        new DailyAccess("user-0-0", "share-1-0", new DailyCounts(new int[] {10}, counts(1))));
    ExpectedAlerts expected =
        AlertCalibration.of("t", accesses, 6, null, Optional.empty(), TrainingParameters.DEFAULT, 1)
            .get();
    assertThat(
        expected.rows().stream().map(ExpectedAlerts.Row::alertsPerDay).toList(), contains(2.0));
  }

  @Test
  void doesNotDependOnTheOrderOrTheThreads() {
    List<DailyAccess> accesses = days(12);
    for (int user = 0; user < 5; user++) {
      accesses.add(
          new DailyAccess(
              "user-0-" + user, "share-1-" + user, new DailyCounts(new int[] {10}, counts(1))));
    }
    List<DailyAccess> shuffled = new ArrayList<>(accesses);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(
        AlertCalibration.of(
            "t", shuffled, 1, null, Optional.empty(), TrainingParameters.DEFAULT, 3),
        is(calibration(accesses, null, Optional.empty())));
  }

  /** Two departments of ten people who touch the department's six shares on most days. */
  private static List<DailyAccess> days(int count) {
    List<DailyAccess> accesses = new ArrayList<>();
    for (int department = 0; department < 2; department++) {
      for (int user = 0; user < 10; user++) {
        for (int share = 0; share < 6; share++) {
          int[] days = new int[count];
          for (int day = 0; day < count; day++) {
            days[day] = day;
          }
          accesses.add(
              new DailyAccess(
                  "user-%d-%d".formatted(department, user),
                  "share-%d-%d".formatted(department, share),
                  new DailyCounts(days, counts(count))));
        }
      }
    }
    return accesses;
  }

  private static long[] counts(int days) {
    long[] counts = new long[days];
    Arrays.fill(counts, 1);
    return counts;
  }

  private static Optional<ExpectedAlerts> calibration(
      List<DailyAccess> accesses, Instant end, Optional<Integer> daysHeldOut) {
    return AlertCalibration.of("t", accesses, 1, end, daysHeldOut, TrainingParameters.DEFAULT, 2);
  }

  private static Instant startOf(int day) {
    return Instant.ofEpochSecond(86_400L * day);
  }
}
