package dev.byoml.model.poisson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.LikelihoodTransform;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class PoissonFactorizationTest {
  private static final AccessMatrix ACCESSES = Organisations.threeDepartments(true);
  private static final CompressedRows BINARY =
      LikelihoodTransform.BINARY.apply(ACCESSES.likelihoods());
  private static final PoissonParameters PARAMETERS = new PoissonParameters(5, 40, 0.3, 0.3, 0, 7);

  @Test
  void theObjectiveNeverRises() {
    List<Double> objective = factorize(PARAMETERS, 1).objective();
    assertThat(objective, hasSize(40));
    for (int i = 1; i < objective.size(); i++) {
      double rounding = 1e-12 * Math.abs(objective.get(i - 1));
      assertThat(objective.get(i), lessThanOrEqualTo(objective.get(i - 1) + rounding));
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    Factorization one = factorize(PARAMETERS, 1);
    Factorization four = factorize(PARAMETERS, 4);
    assertThat(four.users().values(), is(one.users().values()));
    assertThat(four.resources().values(), is(one.resources().values()));
    assertThat(four.objective(), is(one.objective()));
  }

  @Test
  void expectsMoreAccessesWithinADepartmentThanAcross() {
    Factorization found = factorize(PARAMETERS, 2);
    double within = expected(found, "finance-user-3", "finance-share-2");
    double across = expected(found, "finance-user-3", "legal-share-2");
    assertThat(within, greaterThan(10 * across));
  }

  /** With one factor the model is that of independence, whose expectations are known. */
  @Test
  void oneFactorReproducesTheMarginalsUnderAWeakPrior() {
    Factorization found = factorize(new PoissonParameters(1, 200, 1e-6, 1e-6, 0, 7), 1);
    int user = ACCESSES.users().indexOf("legal-user-1");
    int resource = ACCESSES.resources().indexOf("common");
    // the user touches 6 resources, 30 users the resource, of 180 accesses in all
    assertThat(found.users().dot(user, found.resources(), resource), closeTo(6 * 30 / 180.0, 1e-4));
  }

  /** Counts are drawn from known factors; expectations must come near the truth. */
  @Test
  void recoversTheMeansOfDrawnCounts() {
    int rows = 60;
    int columns = 40;
    double[][] truth = new double[rows][columns];
    int[] offsets = new int[rows + 1];
    int[] held = new int[rows * columns];
    float[] counts = new float[rows * columns];
    int size = 0;
    Well19937c random = new Well19937c(3);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        truth[row][column] = row % 2 == column % 2 ? 20 : 0.01;
        int drawn = new PoissonDistribution(random, truth[row][column], 1e-12, 1000).sample();
        if (drawn > 0) {
          held[size] = column;
          counts[size++] = drawn;
        }
      }
      offsets[row + 1] = size;
    }
    Factorization found =
        PoissonFactorization.factorize(
            "t",
            names("u", rows),
            names("r", columns),
            new CompressedRows(
                columns, offsets, Arrays.copyOf(held, size), Arrays.copyOf(counts, size)),
            new PoissonParameters(2, 100, 0.3, 0.3, 0, 1),
            2);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        assertThat(
            found.users().dot(row, found.resources(), column), closeTo(truth[row][column], 6));
      }
    }
  }

  @Test
  void stopsWhenAnIterationChangesLittle() {
    List<Double> objective =
        factorize(new PoissonParameters(5, 500, 0.3, 0.3, 1e-4, 7), 1).objective();
    assertThat(objective.size(), lessThan(500));
  }

  @Test
  void factorsAreNeverNegative() {
    Factorization found = factorize(PARAMETERS, 1);
    assertThat(
        Arrays.stream(found.users().toDoubles()).boxed().toList(), everyItem(greaterThan(0.0)));
  }

  @Test
  void refusesPriorsThatAreNoDistributions() {
    assertThrows(IllegalArgumentException.class, () -> new PoissonParameters(5, 10, 0, 0.3, 0, 7));
    assertThrows(
        IllegalArgumentException.class, () -> new PoissonParameters(5, 10, 0.3, Double.NaN, 0, 7));
  }

  private static Factorization factorize(PoissonParameters parameters, int threads) {
    return PoissonFactorization.factorize(
        ACCESSES.tenant(), ACCESSES.users(), ACCESSES.resources(), BINARY, parameters, threads);
  }

  private static double expected(Factorization found, String user, String resource) {
    return found
        .users()
        .dot(
            ACCESSES.users().indexOf(user),
            found.resources(),
            ACCESSES.resources().indexOf(resource));
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> "%s%03d".formatted(prefix, i)).toList();
  }
}
