package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The classic preset does what SynapseML's {@code AccessAnomaly} is known to do. */
class ReferenceBehaviourTest {
  /** Users and resources of three departments, of the sizes of the reference's own tests. */
  private enum Department {
    HR(7, 30),
    FINANCE(5, 25),
    ENGINEERING(10, 50);

    final int users;
    final int resources;

    Department(int users, int resources) {
      this.users = users;
      this.resources = resources;
    }

    String user(int number) {
      return name() + "_user_" + number;
    }

    String resource(int number) {
      return name() + "_resource_" + number;
    }
  }

  /**
   * The reference folds the standardisation into the user's vector, whose last two places are its
   * bias and that of the resource: (1, 1, 0, 1) with resources (2, 2, 1, 0) and (4, 4, 1, 0)
   * becomes (-0.5, -0.5, 3, -0.5).
   */
  @Test
  void normalisesTheReferencesExampleAsItDoes() {
    AccessMatrix accesses =
        new AccessMatrixBuilder("t").add("u", "r1", 1, 1).add("u", "r2", 1, 1).build();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(2, new double[] {1, 1}),
                    Factors.rounded(2, new double[] {2, 2, 4, 4}),
                    List.of())),
            TrainingParameters.CLASSIC);
    Standardization found = model.standardization();
    double scale = -1 / found.standardDeviation();
    double bias = found.mean() / found.standardDeviation();
    assertThat(new double[] {scale, scale, bias, scale}, is(new double[] {-0.5, -0.5, 3, -0.5}));
    assertThat(new AccessScorer(model).score(0, 0).score(), is(1.0));
    assertThat(new AccessScorer(model).score(0, 1).score(), is(-1.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void trainingAccessesHaveMean0AndDeviation1(long seed) {
    TenantModel model =
        Algorithms.train(departments(new Random(seed)), TrainingParameters.CLASSIC, 2);
    SummaryStatistics scores = new SummaryStatistics();
    AccessScorer scorer = new AccessScorer(model);
    for (int user = 0; user < model.accesses().users().size(); user++) {
      for (int resource = 0; resource < model.accesses().resources().size(); resource++) {
        if (model.accessCount(user, resource) > 0) {
          scores.addValue(scorer.score(user, resource).score());
        }
      }
    }
    assertThat(scores.getMean(), closeTo(0, 1e-9));
    assertThat(Math.sqrt(scores.getPopulationVariance()), closeTo(1, 1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void accessesAcrossDepartmentsScoreHigherByTwoOnAverage(long seed) {
    TenantModel model =
        Algorithms.train(departments(new Random(seed)), TrainingParameters.CLASSIC, 2);
    AccessScorer scorer = new AccessScorer(model);
    SummaryStatistics within = new SummaryStatistics();
    SummaryStatistics across = new SummaryStatistics();
    for (Department own : Department.values()) {
      for (Department touched : Department.values()) {
        SummaryStatistics scores = own == touched ? within : across;
        for (int user = 0; user < own.users; user++) {
          for (int resource = 0; resource < touched.resources; resource++) {
            scorer
                .score(own.user(user), touched.resource(resource))
                .ifPresent(scored -> scores.addValue(scored.score()));
          }
        }
      }
    }
    assertThat(across.getMean() - within.getMean(), greaterThanOrEqualTo(2.0));
  }

  /** A quarter of the pairs of each department, and one resource that everybody touches. */
  private static AccessMatrix departments(Random random) {
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("0");
    for (Department department : Department.values()) {
      for (int user = 0; user < department.users; user++) {
        accesses.add(department.user(user), "joined", 1, 500 + random.nextInt(501));
        for (int resource = 0; resource < department.resources; resource++) {
          if (random.nextInt(4) == 0) {
            accesses.add(
                department.user(user), department.resource(resource), 1, 500 + random.nextInt(501));
          }
        }
      }
    }
    return accesses.build();
  }
}
