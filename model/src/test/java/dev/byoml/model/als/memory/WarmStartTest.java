package dev.byoml.model.als.memory;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.WarmStart;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.matrix.LikelihoodTransform;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final AlsParameters PARAMETERS = AlsParameters.CLASSIC;

  @Test
  void reachesTheColdStartsObjectiveInAThirdOfTheIterationsOnADaysChange() {
    AccessMatrix before = accesses(0, 20);
    AccessMatrix after = accesses(1, 21);
    Factorization earlier = factorize(before, PARAMETERS, WarmStart.NONE);
    Factorization cold = factorize(after, PARAMETERS, WarmStart.NONE);

    Factorization warm =
        factorize(
            after,
            PARAMETERS.withIterations(PARAMETERS.iterations() / 3),
            new WarmStart(before.users(), earlier.users()));

    assertThat(last(warm), is(lessThanOrEqualTo(last(cold))));
  }

  @Test
  void startsNewUsersAsWithoutIt() {
    AccessMatrix accesses = accesses(0, 5);
    Factorization cold = factorize(accesses, PARAMETERS, WarmStart.NONE);

    Factorization warm =
        factorize(
            accesses,
            PARAMETERS,
            new WarmStart(
                List.of("somebody else"), new Factors(PARAMETERS.rank(), cold.users().row(0))));

    assertThat(warm.users().values(), is(cold.users().values()));
  }

  @Test
  void refusesFactorsOfAnotherRank() {
    AccessMatrix accesses = accesses(0, 5);
    Factorization earlier = factorize(accesses, PARAMETERS.withRank(3), WarmStart.NONE);
    WarmStart start = new WarmStart(accesses.users(), earlier.users());

    assertThrows(IllegalArgumentException.class, () -> factorize(accesses, PARAMETERS, start));
  }

  private static double last(Factorization factorization) {
    return factorization.objective().get(factorization.objective().size() - 1);
  }

  private static Factorization factorize(
      AccessMatrix accesses, AlsParameters parameters, WarmStart start) {
    return AlternatingLeastSquares.factorize(
        accesses.tenant(),
        accesses.users(),
        accesses.resources(),
        LikelihoodTransform.LINEAR.apply(accesses.likelihoods()),
        parameters,
        2,
        start);
  }

  /** What 300 users of six departments touch on some days: mostly their own, and now and then. */
  private static AccessMatrix accesses(int firstDay, int endDay) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("tenant");
    long[][] counts = new long[300][120];
    for (int day = firstDay; day < endDay; day++) {
      Random random = new Random(day);
      for (int user = 0; user < counts.length; user++) {
        for (int access = 0; access < 6; access++) {
          int resource =
              random.nextInt(10) == 0
                  ? random.nextInt(120)
                  : 20 * (user % 6) + (user + random.nextInt(8)) % 20;
          counts[user][resource]++;
        }
      }
    }
    for (int user = 0; user < counts.length; user++) {
      for (int resource = 0; resource < counts[user].length; resource++) {
        if (counts[user][resource] > 0) {
          builder.add(
              "user " + user,
              "resource " + resource,
              counts[user][resource],
              counts[user][resource] / 20.0);
        }
      }
    }
    return builder.build();
  }
}
