package dev.byoml.model.calibrate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Finds out what thresholds mean for a tenant: trains on all but the last days, scores each of
 * these as a window of its own, and counts.
 *
 * <p>The factorization of the days before takes {@value #MOST_ITERATIONS} iterations at most, which
 * rank nearly as well as 25 (see {@code model/docs/defaults.md}); together with the smaller matrix
 * it costs about a third of the model's own.
 */
public final class AlertCalibration {
  /** The most days that are held out where the user says nothing. */
  public static final int MOST_DAYS = 7;

  private static final int PART_OF_DAYS = 4;
  private static final int MOST_ITERATIONS = 10;

  private AlertCalibration() {}

  /**
   * Calibrates one tenant. The order of the accesses and the number of threads do not matter.
   *
   * @param tenant the tenant
   * @param accesses the tenant's accesses, unique in user and resource
   * @param oneUserOf 1 if these are the accesses of all users, or how many users each of those
   *     given stands for
   * @param end end of the time range trained on, or null if it is open; a day that lies only partly
   *     before it is not held out
   * @param daysHeldOut how many of the last days are held out, or nothing for a quarter of the days
   *     from the first access to the last, rounded down, and at most {@value #MOST_DAYS}
   * @param parameters the parameters of the training
   * @param threads how many threads may work, at least 1
   * @return the expected alerts, or nothing if there are not days enough: at least one to hold out
   *     and one before, both with accesses
   */
  public static Optional<ExpectedAlerts> of(
      String tenant,
      List<DailyAccess> accesses,
      int oneUserOf,
      Instant end,
      Optional<Integer> daysHeldOut,
      TrainingParameters parameters,
      int threads) {
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (DailyAccess access : accesses) {
      DailyCounts days = access.days();
      if (days.size() > 0) {
        first = Math.min(first, days.day(0));
        last = Math.max(last, days.day(days.size() - 1));
      }
    }
    if (first > last) {
      return Optional.empty();
    }
    int endDay = end == null ? last + 1 : Math.min(last + 1, DailyCounts.dayOf(end));
    int all = endDay - first;
    int held = daysHeldOut.orElse(Math.min(MOST_DAYS, all / PART_OF_DAYS));
    return held < 1 || held >= all
        ? Optional.empty()
        : new HeldOut(tenant, sorted(accesses), oneUserOf, endDay - held, endDay)
            .expectedAlerts(cheaper(parameters), threads);
  }

  private static List<DailyAccess> sorted(List<DailyAccess> accesses) {
    return accesses.stream()
        .sorted(Comparator.comparing(DailyAccess::user).thenComparing(DailyAccess::resource))
        .toList();
  }

  private static TrainingParameters cheaper(TrainingParameters parameters) {
    boolean fewer =
        (parameters.algorithm().isAls() || parameters.algorithm().isAuto())
            && parameters.als().iterations() > MOST_ITERATIONS;
    return fewer
        ? parameters.withAls(parameters.als().withIterations(MOST_ITERATIONS))
        : parameters;
  }

  /** A tenant's accesses, cut at the first held-out day. */
  private record HeldOut(
      String tenant, List<DailyAccess> accesses, int oneUserOf, int firstDay, int endDay) {

    Optional<ExpectedAlerts> expectedAlerts(TrainingParameters parameters, int threads) {
      AccessMatrixBuilder before = new AccessMatrixBuilder(tenant);
      for (DailyAccess access : accesses) {
        DailyCounts days = access.days().before(firstDay);
        if (days.size() > 0) {
          before.add(
              access.user(), access.resource(), days.total(), days.likelihood(), days.day(0));
        }
      }
      if (before.accessCount() == 0) {
        return Optional.empty();
      }
      TenantModel model = Algorithms.train(before.build(), parameters, threads);
      WindowScorer scorer = new WindowScorer(model);
      DoubleStream.Builder scores = DoubleStream.builder();
      int activeDays = 0;
      for (int day = firstDay; day < endDay; day++) {
        int ofDay = day;
        List<AccessKey> window =
            accesses.stream()
                .filter(access -> access.days().activeOn(ofDay))
                .map(access -> new AccessKey(tenant, access.user(), access.resource()))
                .toList();
        scorer.score(window).stream()
            .map(WindowScorer.Judged::scored)
            .filter(scored -> scored.reason() != Reason.SEEN_BEFORE)
            .forEach(scored -> scores.add(scored.score()));
        activeDays += window.isEmpty() ? 0 : 1;
      }
      double[] ascending = scores.build().toArray();
      Arrays.sort(ascending);
      return activeDays == 0
          ? Optional.empty()
          : Optional.of(
              ExpectedAlerts.of(
                  startOf(firstDay), startOf(endDay), activeDays, ascending, oneUserOf));
    }

    private static Instant startOf(int day) {
      return Instant.ofEpochSecond(86_400L * day);
    }
  }
}
