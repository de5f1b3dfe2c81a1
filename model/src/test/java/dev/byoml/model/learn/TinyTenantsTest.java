package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds that a tenant does not lead a list of anomalies by being small. */
class TinyTenantsTest {
  private static final int TINY_TENANTS = 10_000;
  private static final int ORDINARY_TENANTS = 5;
  private static final int TOP = 100;
  private static final TrainingParameters PARAMETERS =
      new TrainingParameters(
          TrainingParameters.DEFAULT.als().withIterations(5),
          TrainingParameters.DEFAULT.likelihood(),
          TrainingParameters.DEFAULT.affinity());

  private record Scored(boolean tiny, double score) {}

  @Test
  void tinyTenantsHaveNoLargerShareOfTheTopThanOfTheAccesses() {
    List<Scored> scored = new ArrayList<>();
    for (int seed = 0; seed < TINY_TENANTS; seed++) {
      Random random = new Random(seed);
      int users = 2 + random.nextInt(4);
      addUnseen(tenant(random, users, 2 + random.nextInt(4), 2), true, scored);
    }
    for (int seed = 0; seed < ORDINARY_TENANTS; seed++) {
      addUnseen(tenant(new Random(-1 - seed), 300, 60, 6), false, scored);
    }
    long tiny = scored.stream().filter(Scored::tiny).count();
    long tinyOnTop =
        scored.stream()
            .sorted(Comparator.comparingDouble(Scored::score).reversed())
            .limit(TOP)
            .filter(Scored::tiny)
            .count();
    assertThat(tinyOnTop / (double) TOP, lessThanOrEqualTo(tiny / (double) scored.size()));
  }

  /** Departments of users who touch what their department uses, and now and then something else. */
  private static AccessMatrix tenant(Random random, int users, int resources, int touched) {
    int departments = Math.max(1, users / 30);
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("t");
    for (int user = 0; user < users; user++) {
      Set<Integer> shares = new TreeSet<>();
      for (int i = 0; i < touched; i++) {
        int own = random.nextInt(Math.max(1, resources / departments)) * departments;
        int resource =
            random.nextInt(50) == 0 ? random.nextInt(resources) : own + user % departments;
        shares.add(resource % resources);
      }
      for (int share : shares) {
        accesses.add("u" + user, "r" + share, 1, 1);
      }
    }
    return accesses.build();
  }

  private static void addUnseen(AccessMatrix accesses, boolean tiny, List<Scored> scored) {
    TenantModel model = Algorithms.train(accesses, PARAMETERS, 1);
    AccessScorer scorer = new AccessScorer(model);
    for (int user = 0; user < accesses.users().size(); user++) {
      for (int resource = 0; resource < accesses.resources().size(); resource++) {
        ScoredAccess score = scorer.score(user, resource);
        if (score.reason() != Reason.SEEN_BEFORE) {
          scored.add(new Scored(tiny, score.score()));
        }
      }
    }
  }
}
