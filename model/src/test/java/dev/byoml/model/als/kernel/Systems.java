package dev.byoml.model.als.kernel;

import java.util.Random;
import java.util.stream.IntStream;

/** Normal equations for tests, easy and degenerate, and what tells a right solution. */
final class Systems {
  private Systems() {}

  /** Sums of products of {@code rows} random rows, some entries zero; singular if rows are few. */
  static NormalEquations random(Random random, int size, int rows, double scale, double ridge) {
    double[][] matrix = new double[size][size];
    double[] target = new double[size];
    for (int row = 0; row < rows; row++) {
      double[] y = new double[size];
      for (int i = 0; i < size; i++) {
        y[i] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
      }
      double pull = random.nextGaussian();
      for (int i = 0; i < size; i++) {
        target[i] += scale * pull * y[i];
        for (int j = 0; j < size; j++) {
          matrix[i][j] += scale * y[i] * y[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      matrix[i][i] += ridge;
    }
    return of(matrix, target);
  }

  /** The system of a full symmetric matrix. */
  static NormalEquations of(double[][] matrix, double[] target) {
    NormalEquations whole = new NormalEquations(target.length);
    int[] all = new int[target.length];
    for (int i = 0; i < target.length; i++) {
      all[i] = i;
      whole.target[i] = target[i];
      for (int j = 0; j <= i; j++) {
        whole.matrix[whole.index(i, j)] = matrix[i][j];
      }
    }
    NormalEquations padded = new NormalEquations(target.length);
    padded.copyPart(whole, all, target.length);
    return padded;
  }

  /** The full matrix. */
  static double[][] matrix(NormalEquations system) {
    double[][] matrix = new double[system.size()][system.size()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        matrix[i][j] = system.entry(i, j);
      }
    }
    return matrix;
  }

  /** The numbers of the bits that are set. */
  static int[] members(int subset) {
    return IntStream.range(0, 31).filter(i -> (subset >> i & 1) == 1).toArray();
  }

  /** Room for a solution. */
  static double[] solution(NormalEquations system) {
    return new double[system.stride];
  }

  /** What the solution minimizes. */
  static double value(NormalEquations system, double[] x) {
    double value = 0;
    for (int i = 0; i < system.size(); i++) {
      value -= x[i] * (system.residual(i, x) + system.target[i]);
    }
    return value;
  }

  /** The largest error of an equation, relative to the size of its terms. */
  static double largestError(NormalEquations system, double[] x, boolean onlyPositive) {
    double largest = 0;
    for (int i = 0; i < system.size(); i++) {
      if (onlyPositive && x[i] == 0) {
        continue;
      }
      double terms = Math.abs(system.target[i]);
      for (int j = 0; j < system.size(); j++) {
        terms += Math.abs(system.entry(i, j) * x[j]);
      }
      if (terms > 0) {
        largest = Math.max(largest, Math.abs(system.residual(i, x)) / terms);
      }
    }
    return largest;
  }
}
