package dev.byoml.model.ease;

import java.util.stream.IntStream;

/**
 * The inverse of a symmetric positive definite matrix, by the Cholesky decomposition {@code A =
 * LLᵀ}, {@code A⁻¹ = L⁻ᵀL⁻¹} (Golub and Van Loan, Matrix Computations, section 4.2). Each number
 * comes from one sum in one order, so the number of threads does not matter.
 */
final class SymmetricInverse {
  /** Rows that are worked on together, so that what they share stays in the cache. */
  private static final int BLOCK = 64;

  private SymmetricInverse() {}

  /**
   * Replaces a matrix by its inverse.
   *
   * @param matrix rows of a square matrix, of which the lower triangle is read; takes the inverse,
   *     both triangles
   * @param threads how many threads may work, at least 1
   * @throws ArithmeticException if the matrix is not positive definite
   */
  static void invert(double[][] matrix, int threads) {
    decompose(matrix, threads);
    double[][] inverse = invertedTriangle(matrix, threads);
    multiply(inverse, matrix, threads);
  }

  private static IntStream indexes(int count, int threads) {
    IntStream indexes = IntStream.range(0, count);
    return threads > 1 ? indexes.parallel() : indexes;
  }

  /** The lower triangle becomes L. */
  private static void decompose(double[][] a, int threads) {
    int n = a.length;
    for (int start = 0; start < n; start += BLOCK) {
      int first = start;
      int end = Math.min(n, start + BLOCK);
      for (int row = start; row < end; row++) {
        solveRow(a, row, first, row + 1);
      }
      int blocks = (n - end + BLOCK - 1) / BLOCK;
      indexes(blocks, threads)
          .forEach(
              block -> {
                int from = end + block * BLOCK;
                for (int row = from; row < Math.min(n, from + BLOCK); row++) {
                  solveRow(a, row, first, end);
                }
              });
    }
  }

  /** Columns {@code from} to {@code to} of one row of L, of which those before are known. */
  private static void solveRow(double[][] a, int row, int from, int to) {
    double[] own = a[row];
    for (int column = from; column < to; column++) {
      double[] other = a[column];
      double rest = own[column] - dot(own, other, column);
      if (column == row) {
        if (!(rest > 0)) {
          throw new ArithmeticException("the matrix is not positive definite");
        }
        own[column] = Math.sqrt(rest);
      } else {
        own[column] = rest / other[column];
      }
    }
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int k = 0;
    for (; k + 3 < length; k += 4) {
      sum0 += a[k] * b[k];
      sum1 += a[k + 1] * b[k + 1];
      sum2 += a[k + 2] * b[k + 2];
      sum3 += a[k + 3] * b[k + 3];
    }
    for (; k < length; k++) {
      sum0 += a[k] * b[k];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  /** The inverse of L: rows of which the lower triangle is set. */
  private static double[][] invertedTriangle(double[][] l, int threads) {
    int n = l.length;
    double[][] inverse = new double[n][n];
    int blocks = (n + BLOCK - 1) / BLOCK;
    indexes(blocks, threads)
        .forEach(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(n, from + BLOCK);
              for (int row = from; row < n; row++) {
                double[] sums = inverse[row];
                for (int k = from; k < row; k++) {
                  subtract(sums, l[row][k], inverse[k], from, Math.min(to, k + 1));
                }
                if (row < to) {
                  sums[row] = 1;
                }
                for (int column = from; column < Math.min(to, row + 1); column++) {
                  sums[column] /= l[row][row];
                }
              }
            });
    return inverse;
  }

  private static void subtract(double[] sums, double times, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      sums[i] -= times * values[i];
    }
  }

  /** The product of the transpose of a lower triangle and itself. */
  private static void multiply(double[][] lower, double[][] product, int threads) {
    int n = lower.length;
    int blocks = (n + BLOCK - 1) / BLOCK;
    indexes(blocks, threads)
        .forEach(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(n, from + BLOCK);
              for (int row = 0; row < to; row++) {
                java.util.Arrays.fill(product[row], from, to, 0);
              }
              for (int k = from; k < n; k++) {
                double[] values = lower[k];
                int end = Math.min(to, k + 1);
                for (int row = 0; row < Math.min(to, k + 1); row++) {
                  subtract(product[row], -values[row], values, from, end);
                }
              }
            });
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < row; column++) {
        product[row][column] = product[column][row];
      }
    }
  }
}
