package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From accesses to scores, with the factorization itself. */
class TrainedModelTest {

  @ParameterizedTest
  @EnumSource
  void anAccessAcrossDepartmentsScoresHigherThanOneWithin(Affinity affinity) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("acme");
    for (int department = 0; department < 3; department++) {
      for (int user = 0; user < 10; user++) {
        String id = "user-%d-%d".formatted(department, user);
        builder.add(id, "common", 5, 5);
        for (int share = 0; share < 5; share++) {
          // Each user leaves out one share of the department.
          if (share != user % 5) {
            builder.add(id, "share-%d-%d".formatted(department, share), 1 + user, 1 + user);
          }
        }
      }
    }
    AccessScorer scorer = new AccessScorer(trained(builder.build(), affinity));

    double highestWithin = Double.NEGATIVE_INFINITY;
    double lowestAcross = Double.POSITIVE_INFINITY;
    for (int department = 0; department < 3; department++) {
      for (int user = 0; user < 10; user++) {
        String id = "user-%d-%d".formatted(department, user);
        for (int other = 0; other < 3; other++) {
          ScoredAccess scored =
              scorer.score(id, "share-%d-%d".formatted(other, user % 5)).orElseThrow();
          assertThat(scored.reason(), is(Reason.LOW_AFFINITY));
          if (other == department) {
            highestWithin = Math.max(highestWithin, scored.score());
          } else {
            lowestAcross = Math.min(lowestAcross, scored.score());
          }
        }
      }
    }
    assertThat(lowestAcross, is(greaterThan(highestWithin)));
  }

  @Test
  void cosineFindsMoreThanDot() {
    double dot = areaUnderCurve(Affinity.DOT);
    double cosine = areaUnderCurve(Affinity.COSINE);
    // The inner product, the reference's affinity, leaves at least a third more in the wrong order.
    assertThat(1 - cosine, is(lessThan(0.75 * (1 - dot))));
  }

  /**
   * Twenty departments of unequal size and activity with noise, ten factors. Held-out accesses
   * within the department are harmless, accesses to other departments should be found.
   */
  private static double areaUnderCurve(Affinity affinity) {
    Random random = new Random(20);
    int departments = 20;
    AccessMatrixBuilder builder = new AccessMatrixBuilder("acme");
    List<String[]> harmless = new ArrayList<>();
    List<String[]> odd = new ArrayList<>();
    for (int user = 0; user < 600; user++) {
      int department = random.nextInt(1 + random.nextInt(departments));
      TreeSet<String> own = new TreeSet<>();
      int activity = 3 + random.nextInt(12);
      for (int i = 0; i < activity; i++) {
        boolean noise = random.nextInt(100) < 12;
        own.add(share(noise ? random.nextInt(departments) : department, random));
      }
      for (String share : own) {
        builder.add("u" + user, share, 1, 1 + random.nextInt(10));
      }
      String within = share(department, random);
      if (!own.contains(within)) {
        harmless.add(new String[] {"u" + user, within});
      }
      int other = (department + 1 + random.nextInt(departments - 1)) % departments;
      String across = share(other, random);
      if (!own.contains(across)) {
        odd.add(new String[] {"u" + user, across});
      }
    }
    AccessScorer scorer = new AccessScorer(trained(builder.build(), affinity));
    List<Double> scores = new ArrayList<>();
    List<Boolean> labels = new ArrayList<>();
    collect(harmless, false, scorer, scores, labels);
    collect(odd, true, scorer, scores, labels);
    boolean[] positive = new boolean[labels.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = labels.get(i);
    }
    return RankingMetrics.of(scores.stream().mapToDouble(Double::doubleValue).toArray(), positive)
        .areaUnderCurve();
  }

  /** A share of the department, some far more often than others. */
  private static String share(int department, Random random) {
    return "s%d-%d".formatted(department, random.nextInt(1 + random.nextInt(20)));
  }

  private static void collect(
      List<String[]> pairs,
      boolean label,
      AccessScorer scorer,
      List<Double> scores,
      List<Boolean> labels) {
    for (String[] pair : pairs) {
      scorer
          .score(pair[0], pair[1])
          .ifPresent(
              scored -> {
                scores.add(scored.score());
                labels.add(label);
              });
    }
  }

  private static TenantModel trained(AccessMatrix accesses, Affinity affinity) {
    TrainingParameters parameters =
        new TrainingParameters(
            AlsParameters.CLASSIC, TrainingParameters.DEFAULT.likelihood(), affinity);
    Factorization factorization =
        AlternatingLeastSquares.factorize(
            accesses.tenant(),
            accesses.users(),
            accesses.resources(),
            parameters.likelihood().apply(accesses.likelihoods()),
            parameters.als(),
            2);
    return TenantModelFactory.create(accesses, LearnedModel.ofFactors(factorization), parameters);
  }
}
