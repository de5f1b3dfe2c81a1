package dev.byoml.model.calibrate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** An organisation of the sample: its training days, and the day after them without attacks. */
record CalibratedTenant(List<DailyAccess> training, List<AccessKey> nextDay) {

  static CalibratedTenant of(SampleTenant tenant, SampleWindows windows) {
    Map<AccessKey, TreeMap<Integer, Long>> days = new HashMap<>();
    for (LocalDate day : windows.trainingDays()) {
      tenant
          .events(day)
          .filter(SampleEvent::access)
          .forEach(
              event ->
                  days.computeIfAbsent(key(event), key -> new TreeMap<>())
                      .merge((int) day.toEpochDay(), 1L, Long::sum));
    }
    TreeSet<AccessKey> next = new TreeSet<>();
    tenant
        .events(windows.scoringDay())
        .filter(SampleEvent::access)
        .forEach(event -> next.add(key(event)));
    tenant.scenarios().forEach(planted -> planted.accesses().forEach(next::remove));
    List<DailyAccess> training = new ArrayList<>();
    days.forEach(
        (key, counts) ->
            training.add(
                new DailyAccess(
                    key.user(),
                    key.resource(),
                    new DailyCounts(
                        counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                        counts.values().stream().mapToLong(Long::longValue).toArray()))));
    return new CalibratedTenant(training, List.copyOf(next));
  }

  /** Scores of the next day's accesses that training has not seen. */
  List<Double> nextDaysScores() {
    AccessMatrixBuilder matrix = new AccessMatrixBuilder(nextDay.get(0).tenant());
    for (DailyAccess access : training) {
      matrix.add(
          access.user(), access.resource(), access.days().total(), access.days().likelihood());
    }
    TenantModel model = Algorithms.train(matrix.build(), TrainingParameters.DEFAULT, 2);
    AccessScorer scorer = new AccessScorer(model);
    List<Double> scores = new ArrayList<>();
    List<AccessKey> unseen = new ArrayList<>();
    for (AccessKey access : nextDay) {
      Optional<ScoredAccess> scored = scorer.score(access.user(), access.resource());
      if (scored.isEmpty()) {
        unseen.add(access);
      } else if (scored.get().reason() != Reason.SEEN_BEFORE) {
        scores.add(scored.get().score());
      }
    }
    new UnseenAccessScorer(model).score(unseen).forEach(scored -> scores.add(scored.score()));
    return scores;
  }

  private static AccessKey key(SampleEvent event) {
    return new AccessKey(event.tenantId(), event.account().user(), event.share().resource());
  }
}
