package dev.byoml.model.als.kernel;

/**
 * Solves symmetric positive definite systems by their Cholesky factor, four rows and columns at a
 * time, in the form {@code L·D·Lᵀ} with ones on the diagonal of {@code L}: it needs no square
 * roots, which take longer than all else. One instance serves one thread at a time and allocates
 * nothing after construction.
 */
final class CholeskySolver {
  /**
   * An unknown whose pivot keeps less than this share of its diagonal entry depends on those before
   * it, as far as double precision can show.
   */
  static final double PIVOT_TOLERANCE = 1e-13;

  private final int stride;

  /** Below the diagonal the triangle {@code L}; on and above it whatever was left there. */
  private final double[] factor;

  /** The triangle {@code L·D}, where {@link #factor} has {@code L}. */
  private final double[] scaled;

  private final double[] inverseDiagonal;

  /** Room for systems of {@code capacity} unknowns. */
  CholeskySolver(int capacity) {
    stride = NormalEquations.padded(capacity);
    factor = new double[stride * stride];
    scaled = new double[stride * stride];
    inverseDiagonal = new double[stride];
  }

  /**
   * Solves the system unless it is singular.
   *
   * @param system a system of this solver's capacity
   * @param x where the solution goes, with zeros up to the padded size
   * @return −1 if it was solved, else the first unknown that depends on those before it
   */
  int solve(NormalEquations system, double[] x) {
    int size = system.paddedSize();
    if (size == 4) {
      return solveFour(system.matrix, system.target, x);
    }
    for (int row = 0; row < size; row += 4) {
      for (int column = 0; column < row; column += 4) {
        copyBlock(system.matrix, row, column);
        for (int k = 0; k < column; k += 4) {
          subtractProduct(row, column, k);
        }
        divideByTriangle(row, column);
      }
      copyBlock(system.matrix, row, row);
      for (int k = 0; k < row; k += 4) {
        subtractProduct(row, row, k);
      }
      int dependent = factorizeDiagonal(system.matrix, row);
      if (dependent >= 0) {
        return dependent;
      }
    }
    substituteForward(system.target, x, size);
    substituteBackward(x, size);
    return -1;
  }

  /** The same for a system of one block, without a detour through memory. */
  private int solveFour(double[] matrix, double[] target, double[] x) {
    int r1 = stride;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    double p0 = matrix[0];
    double d0 = 1 / p0;
    double c10 = matrix[r1];
    double c20 = matrix[r2];
    double c30 = matrix[r3];
    double l10 = c10 * d0;
    double l20 = c20 * d0;
    double l30 = c30 * d0;
    double p1 = matrix[r1 + 1] - l10 * c10;
    double d1 = 1 / p1;
    double c21 = matrix[r2 + 1] - l20 * c10;
    double c31 = matrix[r3 + 1] - l30 * c10;
    double l21 = c21 * d1;
    double l31 = c31 * d1;
    double p2 = matrix[r2 + 2] - l20 * c20 - l21 * c21;
    double d2 = 1 / p2;
    double c32 = matrix[r3 + 2] - l30 * c20 - l31 * c21;
    double l32 = c32 * d2;
    double p3 = matrix[r3 + 3] - l30 * c30 - l31 * c31 - l32 * c32;
    double d3 = 1 / p3;
    if (!isPivot(p0, matrix[0])) {
      return 0;
    }
    if (!isPivot(p1, matrix[r1 + 1])) {
      return 1;
    }
    if (!isPivot(p2, matrix[r2 + 2])) {
      return 2;
    }
    if (!isPivot(p3, matrix[r3 + 3])) {
      return 3;
    }
    double a = target[0];
    double b = target[1] - l10 * a;
    double c = target[2] - l20 * a - l21 * b;
    double d = (target[3] - l30 * a - l31 * b - l32 * c) * d3;
    c = c * d2 - l32 * d;
    b = b * d1 - l31 * d - l21 * c;
    x[0] = a * d0 - l30 * d - l20 * c - l10 * b;
    x[1] = b;
    x[2] = c;
    x[3] = d;
    return -1;
  }

  private void copyBlock(double[] matrix, int row, int column) {
    int at = row * stride + column;
    for (int i = 0; i < 4; i++, at += stride) {
      factor[at] = matrix[at];
      factor[at + 1] = matrix[at + 1];
      factor[at + 2] = matrix[at + 2];
      factor[at + 3] = matrix[at + 3];
    }
  }

  /**
   * Subtracts from block (row, column) the product of blocks (row, k) of {@code L·D} and (column,
   * k) of {@code L}, transposed.
   */
  private void subtractProduct(int row, int column, int k) {
    double[] l = factor;
    int at = row * stride + column;
    int left = row * stride + k;
    for (int i = 0; i < 4; i++, at += stride, left += stride) {
      double a = scaled[left];
      double b = scaled[left + 1];
      double c = scaled[left + 2];
      double d = scaled[left + 3];
      int right = column * stride + k;
      l[at] -= a * l[right] + b * l[right + 1] + c * l[right + 2] + d * l[right + 3];
      right += stride;
      l[at + 1] -= a * l[right] + b * l[right + 1] + c * l[right + 2] + d * l[right + 3];
      right += stride;
      l[at + 2] -= a * l[right] + b * l[right + 1] + c * l[right + 2] + d * l[right + 3];
      right += stride;
      l[at + 3] -= a * l[right] + b * l[right + 1] + c * l[right + 2] + d * l[right + 3];
    }
  }

  /** Divides block (row, column) by the transposed triangle (column, column), then by D. */
  private void divideByTriangle(int row, int column) {
    double[] l = factor;
    int r1 = (column + 1) * stride + column;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    double l10 = l[r1];
    double l20 = l[r2];
    double l21 = l[r2 + 1];
    double l30 = l[r3];
    double l31 = l[r3 + 1];
    double l32 = l[r3 + 2];
    double d0 = inverseDiagonal[column];
    double d1 = inverseDiagonal[column + 1];
    double d2 = inverseDiagonal[column + 2];
    double d3 = inverseDiagonal[column + 3];
    int at = row * stride + column;
    for (int i = 0; i < 4; i++, at += stride) {
      double a = l[at];
      double b = l[at + 1] - a * l10;
      double c = l[at + 2] - a * l20 - b * l21;
      double d = l[at + 3] - a * l30 - b * l31 - c * l32;
      scaled[at] = a;
      scaled[at + 1] = b;
      scaled[at + 2] = c;
      scaled[at + 3] = d;
      l[at] = a * d0;
      l[at + 1] = b * d1;
      l[at + 2] = c * d2;
      l[at + 3] = d * d3;
    }
  }

  /** Factorizes a block on the diagonal; returns a dependent unknown or −1. */
  private int factorizeDiagonal(double[] matrix, int row) {
    double[] l = factor;
    int r0 = row * stride + row;
    int r1 = r0 + stride;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    double p0 = l[r0];
    double d0 = 1 / p0;
    double c10 = l[r1];
    double c20 = l[r2];
    double c30 = l[r3];
    double l10 = c10 * d0;
    double l20 = c20 * d0;
    double l30 = c30 * d0;
    double p1 = l[r1 + 1] - l10 * c10;
    double d1 = 1 / p1;
    double c21 = l[r2 + 1] - l20 * c10;
    double c31 = l[r3 + 1] - l30 * c10;
    double l21 = c21 * d1;
    double l31 = c31 * d1;
    double p2 = l[r2 + 2] - l20 * c20 - l21 * c21;
    double d2 = 1 / p2;
    double c32 = l[r3 + 2] - l30 * c20 - l31 * c21;
    double l32 = c32 * d2;
    double p3 = l[r3 + 3] - l30 * c30 - l31 * c31 - l32 * c32;
    double d3 = 1 / p3;
    l[r1] = l10;
    l[r2] = l20;
    l[r2 + 1] = l21;
    l[r3] = l30;
    l[r3 + 1] = l31;
    l[r3 + 2] = l32;
    inverseDiagonal[row] = d0;
    inverseDiagonal[row + 1] = d1;
    inverseDiagonal[row + 2] = d2;
    inverseDiagonal[row + 3] = d3;
    boolean independent =
        isPivot(p0, matrix[r0])
            & isPivot(p1, matrix[r1 + 1])
            & isPivot(p2, matrix[r2 + 2])
            & isPivot(p3, matrix[r3 + 3]);
    if (independent) {
      return -1;
    }
    if (!isPivot(p0, matrix[r0])) {
      return row;
    }
    if (!isPivot(p1, matrix[r1 + 1])) {
      return row + 1;
    }
    return isPivot(p2, matrix[r2 + 2]) ? row + 3 : row + 2;
  }

  private static boolean isPivot(double pivot, double diagonal) {
    return pivot > PIVOT_TOLERANCE * diagonal;
  }

  private void substituteForward(double[] target, double[] x, int size) {
    double[] l = factor;
    for (int row = 0; row < size; row += 4) {
      int r0 = row * stride;
      int r1 = r0 + stride;
      int r2 = r1 + stride;
      int r3 = r2 + stride;
      double a = target[row];
      double b = target[row + 1];
      double c = target[row + 2];
      double d = target[row + 3];
      for (int k = 0; k < row; k++) {
        double y = x[k];
        a -= l[r0 + k] * y;
        b -= l[r1 + k] * y;
        c -= l[r2 + k] * y;
        d -= l[r3 + k] * y;
      }
      b -= l[r1 + row] * a;
      c -= l[r2 + row] * a + l[r2 + row + 1] * b;
      d -= l[r3 + row] * a + l[r3 + row + 1] * b + l[r3 + row + 2] * c;
      x[row] = a;
      x[row + 1] = b;
      x[row + 2] = c;
      x[row + 3] = d;
    }
  }

  private void substituteBackward(double[] x, int size) {
    double[] l = factor;
    for (int row = size - 4; row >= 0; row -= 4) {
      int r1 = (row + 1) * stride + row;
      int r2 = r1 + stride;
      int r3 = r2 + stride;
      double a = x[row] * inverseDiagonal[row];
      double b = x[row + 1] * inverseDiagonal[row + 1];
      double c = x[row + 2] * inverseDiagonal[row + 2];
      double d = x[row + 3] * inverseDiagonal[row + 3];
      for (int k = row + 4, at = k * stride + row; k < size; k++, at += stride) {
        double y = x[k];
        a -= l[at] * y;
        b -= l[at + 1] * y;
        c -= l[at + 2] * y;
        d -= l[at + 3] * y;
      }
      c -= l[r3 + 2] * d;
      b -= l[r3 + 1] * d + l[r2 + 1] * c;
      a -= l[r3] * d + l[r2] * c + l[r1] * b;
      x[row] = a;
      x[row + 1] = b;
      x[row + 2] = c;
      x[row + 3] = d;
    }
  }
}
