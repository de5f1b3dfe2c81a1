package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskySolverTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1, 1e12})
  void agreesWithCommonsMathWhateverTheSize(double scale) {
    Random random = new Random(1);
    for (int size = 1; size <= 33; size++) {
      NormalEquations system = Systems.random(random, size, 3 * size, scale, 0.1 * scale);
      double[] x = Systems.solution(system);

      int dependent = new CholeskySolver(size).solve(system, x);

      RealVector expected =
          new CholeskyDecomposition(new Array2DRowRealMatrix(Systems.matrix(system)), 1e-15, 0)
              .getSolver()
              .solve(new ArrayRealVector(system.target, 0, size));
      assertThat(dependent, equalTo(-1));
      for (int i = 0; i < size; i++) {
        assertThat(x[i], closeTo(expected.getEntry(i), 1e-10 * expected.getLInfNorm()));
      }
    }
  }

  @Test
  void leavesTheRestOfTheLastGroupZero() {
    NormalEquations system = Systems.random(new Random(2), 5, 20, 1, 1);
    double[] x = Systems.solution(system);

    new CholeskySolver(5).solve(system, x);

    assertThat(new double[] {x[5], x[6], x[7]}, equalTo(new double[3]));
  }

  @Test
  void namesAnUnknownThatEqualsAnEarlierOne() {
    for (int size = 2; size <= 9; size++) {
      for (int copy = 1; copy < size; copy++) {
        double[][] matrix = Systems.matrix(Systems.random(new Random(copy), size, 3 * size, 1, 1));
        for (int i = 0; i < size; i++) {
          matrix[copy][i] = matrix[0][i];
        }
        for (int i = 0; i < size; i++) {
          matrix[i][copy] = matrix[i][0];
        }
        NormalEquations system = Systems.of(matrix, new double[size]);

        assertThat(new CholeskySolver(size).solve(system, Systems.solution(system)), equalTo(copy));
      }
    }
  }

  @Test
  void namesTheFirstUnknownOfAnEmptySystem() {
    NormalEquations system = Systems.of(new double[6][6], new double[6]);

    assertThat(new CholeskySolver(6).solve(system, Systems.solution(system)), equalTo(0));
  }
}
