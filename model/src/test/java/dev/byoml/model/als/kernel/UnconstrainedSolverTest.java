package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnconstrainedSolverTest {
  private static double[] solve(NormalEquations system) {
    double[] x = Systems.solution(system);
    Arrays.fill(x, Double.NaN);
    new UnconstrainedSolver(system.size()).solve(system, x);
    return x;
  }

  @Test
  void agreesWithCommonsMath() {
    Random random = new Random(3);
    for (int size = 1; size <= 20; size++) {
      NormalEquations system = Systems.random(random, size, 2 * size, 1, 0.5);

      double[] x = solve(system);

      RealVector expected =
          new LUDecomposition(new Array2DRowRealMatrix(Systems.matrix(system)))
              .getSolver()
              .solve(new ArrayRealVector(system.target, 0, size));
      for (int i = 0; i < size; i++) {
        assertThat(x[i], closeTo(expected.getEntry(i), 1e-10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1, 1e12})
  void solvesSystemsOfFewerRatingsThanFactors(double scale) {
    Random random = new Random(4);
    for (int size = 2; size <= 14; size++) {
      for (int rows = 1; rows < size; rows++) {
        NormalEquations system = Systems.random(random, size, rows, scale, 0);

        double[] x = solve(system);

        double[][] matrix = Systems.matrix(system);
        RealVector leastSquares =
            new SingularValueDecomposition(new Array2DRowRealMatrix(matrix))
                .getSolver()
                .solve(new ArrayRealVector(system.target, 0, size));
        double best = Systems.value(system, Arrays.copyOf(leastSquares.toArray(), system.stride));
        assertThat(Systems.value(system, x), closeTo(best, 1e-6 * Math.abs(best)));
        assertThat(Systems.largestError(system, x, false), lessThan(1e-5));
      }
    }
  }

  @Test
  void findsZeroWhereNothingIsKnown() {
    assertThat(solve(Systems.of(new double[5][5], new double[5])), equalTo(new double[8]));
  }
}
