package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;

class NonNegativeSolverTest {
  private static double[] solve(NormalEquations system) {
    double[] x = Systems.solution(system);
    Arrays.fill(x, Double.NaN);
    new NonNegativeSolver(system.size()).solve(system, x);
    return x;
  }

  /** Karush, Kuhn and Tucker's conditions, by the solver's promise. */
  private static void assertOptimal(NormalEquations system, double[] x) {
    double gain = 0;
    for (int i = 0; i < system.size(); i++) {
      assertThat(x[i], greaterThanOrEqualTo(0.0));
      gain += system.target[i] * x[i];
    }
    for (int i = 0; i < system.size(); i++) {
      double scale = Math.sqrt(system.entry(i, i) * gain);
      if (x[i] > 0) {
        assertThat(system.residual(i, x), closeTo(0, 1e-6 * scale));
      } else {
        assertThat(system.residual(i, x), lessThanOrEqualTo(1e-6 * scale));
      }
    }
  }

  /** The smallest value of all choices of unknowns above zero, each solved by Commons Math. */
  private static double bestOfAllSubsets(NormalEquations system) {
    double[][] matrix = Systems.matrix(system);
    double best = 0;
    for (int subset = 1; subset < 1 << system.size(); subset++) {
      int[] free = Systems.members(subset);
      LUDecomposition part =
          new LUDecomposition(new Array2DRowRealMatrix(matrix).getSubMatrix(free, free), 1e-12);
      if (!part.getSolver().isNonSingular()) {
        continue;
      }
      double[] target = Arrays.stream(free).mapToDouble(i -> system.target[i]).toArray();
      double[] solution = part.getSolver().solve(new ArrayRealVector(target)).toArray();
      if (Arrays.stream(solution).allMatch(value -> value >= 0)) {
        double value = 0;
        for (int i = 0; i < free.length; i++) {
          value -= target[i] * solution[i];
        }
        best = Math.min(best, value);
      }
    }
    return best;
  }

  @Test
  void agreesWithTheBestOfAllSubsets() {
    Random random = new Random(5);
    for (int size = 1; size <= 7; size++) {
      for (int repetition = 0; repetition < 30; repetition++) {
        NormalEquations system = Systems.random(random, size, 4 * size, 1, 0.1);

        double[] x = solve(system);

        double best = bestOfAllSubsets(system);
        assertThat(Systems.value(system, x), closeTo(best, 1e-9 * (1 + Math.abs(best))));
      }
    }
  }

  @Test
  void agreesWithTheBestOfAllSubsetsWhereRatingsAreFewerThanFactors() {
    Random random = new Random(6);
    for (int size = 2; size <= 7; size++) {
      for (int rows = 1; rows < size; rows++) {
        NormalEquations system = Systems.random(random, size, rows, 1, 0);

        double[] x = solve(system);

        double best = bestOfAllSubsets(system);
        assertThat(Systems.value(system, x), lessThanOrEqualTo(best + 1e-7 * (1 + Math.abs(best))));
      }
    }
  }

  @Property(tries = 500)
  void meetsTheConditionsOfOptimality(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 24) int size,
      @ForAll @IntRange(min = 1, max = 48) int rows,
      @ForAll @IntRange(min = -12, max = 12) int exponent) {
    double scale = Math.pow(10, exponent);
    NormalEquations system = Systems.random(new Random(seed), size, rows, scale, 1e-3 * scale);

    assertOptimal(system, solve(system));
  }

  @Property(tries = 500)
  void staysFiniteAndNeverWorseThanZeroOnSingularSystems(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 24) int size,
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = -12, max = 12) int exponent) {
    NormalEquations system =
        Systems.random(new Random(seed), size, rows, Math.pow(10, exponent), 0);

    double[] x = solve(system);

    for (double value : x) {
      assertThat(value, greaterThanOrEqualTo(0.0));
      assertThat(value, lessThan(Double.POSITIVE_INFINITY));
    }
    assertThat(Systems.value(system, x), lessThanOrEqualTo(0.0));
  }

  @Test
  void solvesAnUnknownThatStandsTwice() {
    NormalEquations system =
        Systems.of(new double[][] {{4, 4, 1}, {4, 4, 1}, {1, 1, 2}}, new double[] {8, 8, 3});

    double[] x = solve(system);

    assertThat(x[0] + x[1], closeTo(13.0 / 7, 1e-12));
    assertThat(x[2], closeTo(4.0 / 7, 1e-12));
  }

  @Test
  void holdsAtZeroWhatWouldTurnNegative() {
    NormalEquations system = Systems.of(new double[][] {{2, 1}, {1, 2}}, new double[] {4, -1});

    double[] x = solve(system);

    assertThat(x[0], closeTo(2, 1e-12));
    assertThat(x[1], equalTo(0.0));
  }

  @Test
  void findsZeroWhereEverythingPullsBelow() {
    NormalEquations system = Systems.of(new double[][] {{2, 1}, {1, 2}}, new double[] {-4, -1});

    assertThat(solve(system), equalTo(new double[4]));
  }

  @Test
  void givesTheSameWhateverItSolvedBefore() {
    Random random = new Random(8);
    NonNegativeSolver used = new NonNegativeSolver(6);
    for (int repetition = 0; repetition < 50; repetition++) {
      NormalEquations system = Systems.random(random, 6, 4, 1, 0);
      double[] x = Systems.solution(system);

      used.solve(system, x);

      assertThat(x, equalTo(solve(system)));
    }
  }
}
