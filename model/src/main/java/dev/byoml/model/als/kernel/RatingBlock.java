package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;

/**
 * Some consecutive ratings and the other side's factors that belong to them, copied together so
 * that the sums over them run through memory in order: one array for each factor, one element for
 * each rating.
 *
 * <p>Every sum is continued from the value it had and takes the ratings one after the other. So it
 * does not matter how a row's ratings are cut into blocks. The sums of several products are formed
 * side by side in one pass, as many as registers hold; that, and not the arithmetic, decides the
 * speed.
 */
final class RatingBlock {
  /** How many ratings fit in: at rank 10 they and their factors fill the fastest cache. */
  static final int CAPACITY = 256;

  private final int rank;
  private final double constantWeight;
  private final double ratingWeight;
  private final double constantPull;
  private final double ratingPull;
  private final double[][] columns;
  private final double[] weights = new double[CAPACITY];
  private final double[] pulls = new double[CAPACITY];
  private final double[] residuals = new double[CAPACITY];
  private final int[] starts = new int[CAPACITY];

  /**
   * An empty block.
   *
   * <p>A rating {@code r} enters the normal equations with weight {@code alpha·r} and pulls the
   * affinity to 1 with {@code 1 + alpha·r} if ratings are implicit; else the weight is 1 and the
   * pull {@code r}.
   */
  RatingBlock(AlsParameters parameters) {
    rank = parameters.rank();
    constantWeight = parameters.implicit() ? 0 : 1;
    ratingWeight = parameters.implicit() ? parameters.alpha() : 0;
    constantPull = parameters.implicit() ? 1 : 0;
    ratingPull = parameters.implicit() ? parameters.alpha() : 1;
    columns = new double[rank + 1][CAPACITY];
  }

  /** Number of the factor that is 0 for every rating. */
  int zeroFactor() {
    return rank;
  }

  /**
   * Replaces the content by ratings {@code position} to {@code position + count}.
   *
   * @param other factors of the other side, row after row
   */
  void load(int[] otherRows, float[] ratings, int position, int count, float[] other) {
    for (int t = 0; t < count; t++) {
      starts[t] = otherRows[position + t] * rank;
      double rating = ratings[position + t];
      weights[t] = constantWeight + ratingWeight * rating;
      pulls[t] = constantPull + ratingPull * rating;
    }
    copyFactors(count, other);
  }

  /**
   * Replaces the content by rows of factors, with weight 1 and no pull.
   *
   * @param factors row after row
   */
  void loadRows(int firstRow, int count, float[] factors) {
    for (int t = 0; t < count; t++) {
      starts[t] = (firstRow + t) * rank;
      weights[t] = 1;
      pulls[t] = 0;
    }
    copyFactors(count, factors);
  }

  private void copyFactors(int count, float[] other) {
    int k = 0;
    for (; k + 4 <= rank; k += 4) {
      copy4(count, other, k, columns[k], columns[k + 1], columns[k + 2], columns[k + 3]);
    }
    for (; k + 2 <= rank; k += 2) {
      copy2(count, other, k, columns[k], columns[k + 1]);
    }
    if (k < rank) {
      copy1(count, other, k, columns[k]);
    }
  }

  private void copy4(
      int count, float[] other, int k, double[] y0, double[] y1, double[] y2, double[] y3) {
    int[] from = starts;
    for (int t = 0; t < count; t++) {
      int start = from[t] + k;
      y0[t] = other[start];
      y1[t] = other[start + 1];
      y2[t] = other[start + 2];
      y3[t] = other[start + 3];
    }
  }

  private void copy2(int count, float[] other, int k, double[] y0, double[] y1) {
    int[] from = starts;
    for (int t = 0; t < count; t++) {
      int start = from[t] + k;
      y0[t] = other[start];
      y1[t] = other[start + 1];
    }
  }

  private void copy1(int count, float[] other, int k, double[] y) {
    int[] from = starts;
    for (int t = 0; t < count; t++) {
      y[t] = other[from[t] + k];
    }
  }

  /**
   * Adds to the normal equations the products of factors with each other and with the pulls.
   *
   * @param from the first rating that counts
   * @param to the rating after the last that counts
   * @param factors numbers of the factors, in the order of the equations
   * @param settled the first equation to add to, a multiple of four
   * @param count number of equations
   */
  void addProducts(int from, int to, int[] factors, int settled, int count, NormalEquations sums) {
    for (int a = settled; a < count; a += 4) {
      int size = Math.min(4, count - a);
      addTriangle(from, to, factors, a, size, sums);
      for (int b = 0; b < a; b += 4) {
        if (size == 1) {
          addRow(from, to, factors, a, b, sums);
        } else {
          addTwoRows(from, to, factors, a, b, sums);
        }
        if (size == 3) {
          addRow(from, to, factors, a + 2, b, sums);
        } else if (size == 4) {
          addTwoRows(from, to, factors, a + 2, b, sums);
        }
      }
    }
  }

  private void addTriangle(int from, int to, int[] factors, int a, int size, NormalEquations sums) {
    switch (size) {
      case 1 -> addTriangle1(from, to, factors, a, sums);
      case 2 -> addTriangle2(from, to, factors, a, sums);
      case 3 -> addTriangle3(from, to, factors, a, sums);
      default -> addTriangle4(from, to, factors, a, sums);
    }
  }

  private void addTriangle1(int from, int to, int[] factors, int a, NormalEquations sums) {
    double[] y = columns[factors[a]];
    double[] w = weights;
    double[] p = pulls;
    int r = sums.index(a, a);
    double s = sums.matrix[r];
    double b = sums.target[a];
    for (int t = from; t < to; t++) {
      double v = y[t];
      s += w[t] * v * v;
      b += p[t] * v;
    }
    sums.matrix[r] = s;
    sums.target[a] = b;
  }

  private void addTriangle2(int from, int to, int[] factors, int a, NormalEquations sums) {
    double[] y0 = columns[factors[a]];
    double[] y1 = columns[factors[a + 1]];
    double[] w = weights;
    double[] p = pulls;
    double[] m = sums.matrix;
    double[] target = sums.target;
    int r0 = sums.index(a, a);
    int r1 = sums.index(a + 1, a);
    double s00 = m[r0];
    double s10 = m[r1];
    double s11 = m[r1 + 1];
    double b0 = target[a];
    double b1 = target[a + 1];
    for (int t = from; t < to; t++) {
      double v0 = y0[t];
      double v1 = y1[t];
      double pull = p[t];
      b0 += pull * v0;
      b1 += pull * v1;
      double weight = w[t];
      double z = weight * v0;
      s00 += z * v0;
      s10 += z * v1;
      s11 += weight * v1 * v1;
    }
    m[r0] = s00;
    m[r1] = s10;
    m[r1 + 1] = s11;
    target[a] = b0;
    target[a + 1] = b1;
  }

  private void addTriangle3(int from, int to, int[] factors, int a, NormalEquations sums) {
    double[] y0 = columns[factors[a]];
    double[] y1 = columns[factors[a + 1]];
    double[] y2 = columns[factors[a + 2]];
    double[] w = weights;
    double[] p = pulls;
    double[] m = sums.matrix;
    double[] target = sums.target;
    int r0 = sums.index(a, a);
    int r1 = sums.index(a + 1, a);
    int r2 = sums.index(a + 2, a);
    double s00 = m[r0];
    double s10 = m[r1];
    double s11 = m[r1 + 1];
    double s20 = m[r2];
    double s21 = m[r2 + 1];
    double s22 = m[r2 + 2];
    double b0 = target[a];
    double b1 = target[a + 1];
    double b2 = target[a + 2];
    for (int t = from; t < to; t++) {
      double v0 = y0[t];
      double v1 = y1[t];
      double v2 = y2[t];
      double pull = p[t];
      b0 += pull * v0;
      b1 += pull * v1;
      b2 += pull * v2;
      double weight = w[t];
      double z = weight * v0;
      s00 += z * v0;
      s10 += z * v1;
      s20 += z * v2;
      z = weight * v1;
      s11 += z * v1;
      s21 += z * v2;
      s22 += weight * v2 * v2;
    }
    m[r0] = s00;
    m[r1] = s10;
    m[r1 + 1] = s11;
    m[r2] = s20;
    m[r2 + 1] = s21;
    m[r2 + 2] = s22;
    target[a] = b0;
    target[a + 1] = b1;
    target[a + 2] = b2;
  }

  private void addTriangle4(int from, int to, int[] factors, int a, NormalEquations sums) {
    double[] y0 = columns[factors[a]];
    double[] y1 = columns[factors[a + 1]];
    double[] y2 = columns[factors[a + 2]];
    double[] y3 = columns[factors[a + 3]];
    double[] w = weights;
    double[] p = pulls;
    double[] m = sums.matrix;
    double[] target = sums.target;
    int r0 = sums.index(a, a);
    int r1 = sums.index(a + 1, a);
    int r2 = sums.index(a + 2, a);
    int r3 = sums.index(a + 3, a);
    double s00 = m[r0];
    double s10 = m[r1];
    double s11 = m[r1 + 1];
    double s20 = m[r2];
    double s21 = m[r2 + 1];
    double s22 = m[r2 + 2];
    double s30 = m[r3];
    double s31 = m[r3 + 1];
    double s32 = m[r3 + 2];
    double s33 = m[r3 + 3];
    double b0 = target[a];
    double b1 = target[a + 1];
    double b2 = target[a + 2];
    double b3 = target[a + 3];
    for (int t = from; t < to; t++) {
      double v0 = y0[t];
      double v1 = y1[t];
      double v2 = y2[t];
      double v3 = y3[t];
      double pull = p[t];
      b0 += pull * v0;
      b1 += pull * v1;
      b2 += pull * v2;
      b3 += pull * v3;
      double weight = w[t];
      double z = weight * v0;
      s00 += z * v0;
      s10 += z * v1;
      s20 += z * v2;
      s30 += z * v3;
      z = weight * v1;
      s11 += z * v1;
      s21 += z * v2;
      s31 += z * v3;
      z = weight * v2;
      s22 += z * v2;
      s32 += z * v3;
      s33 += weight * v3 * v3;
    }
    m[r0] = s00;
    m[r1] = s10;
    m[r1 + 1] = s11;
    m[r2] = s20;
    m[r2 + 1] = s21;
    m[r2 + 2] = s22;
    m[r3] = s30;
    m[r3 + 1] = s31;
    m[r3 + 2] = s32;
    m[r3 + 3] = s33;
    target[a] = b0;
    target[a + 1] = b1;
    target[a + 2] = b2;
    target[a + 3] = b3;
  }

  /** Adds the products of factor {@code a} with the four from {@code b} on. */
  private void addRow(int from, int to, int[] factors, int a, int b, NormalEquations sums) {
    double[] x = columns[factors[a]];
    double[] y0 = columns[factors[b]];
    double[] y1 = columns[factors[b + 1]];
    double[] y2 = columns[factors[b + 2]];
    double[] y3 = columns[factors[b + 3]];
    double[] w = weights;
    double[] m = sums.matrix;
    int r = sums.index(a, b);
    double s0 = m[r];
    double s1 = m[r + 1];
    double s2 = m[r + 2];
    double s3 = m[r + 3];
    for (int t = from; t < to; t++) {
      double z = w[t] * x[t];
      s0 += z * y0[t];
      s1 += z * y1[t];
      s2 += z * y2[t];
      s3 += z * y3[t];
    }
    m[r] = s0;
    m[r + 1] = s1;
    m[r + 2] = s2;
    m[r + 3] = s3;
  }

  /** Adds the products of factors {@code a} and {@code a + 1} with the four from {@code b} on. */
  private void addTwoRows(int from, int to, int[] factors, int a, int b, NormalEquations sums) {
    double[] x0 = columns[factors[a]];
    double[] x1 = columns[factors[a + 1]];
    double[] y0 = columns[factors[b]];
    double[] y1 = columns[factors[b + 1]];
    double[] y2 = columns[factors[b + 2]];
    double[] y3 = columns[factors[b + 3]];
    double[] w = weights;
    double[] m = sums.matrix;
    int r = sums.index(a, b);
    int q = sums.index(a + 1, b);
    double s0 = m[r];
    double s1 = m[r + 1];
    double s2 = m[r + 2];
    double s3 = m[r + 3];
    double u0 = m[q];
    double u1 = m[q + 1];
    double u2 = m[q + 2];
    double u3 = m[q + 3];
    for (int t = from; t < to; t++) {
      double weight = w[t];
      double z0 = weight * x0[t];
      double z1 = weight * x1[t];
      double v = y0[t];
      s0 += z0 * v;
      u0 += z1 * v;
      v = y1[t];
      s1 += z0 * v;
      u1 += z1 * v;
      v = y2[t];
      s2 += z0 * v;
      u2 += z1 * v;
      v = y3[t];
      s3 += z0 * v;
      u3 += z1 * v;
    }
    m[r] = s0;
    m[r + 1] = s1;
    m[r + 2] = s2;
    m[r + 3] = s3;
    m[q] = u0;
    m[q + 1] = u1;
    m[q + 2] = u2;
    m[q + 3] = u3;
  }

  /**
   * Adds to each gradient the sum of {@code (pull − weight·x·y)·y_k} over ratings.
   *
   * @param members numbers of the factors that are not zero in {@code x}; padded by {@link
   *     #zeroFactor} to a multiple of four
   * @param size number of members, padded
   * @param x the members' values
   * @param factors numbers of the factors {@code k}; padded likewise
   * @param count number of factors, padded
   */
  void addGradients(
      int from,
      int to,
      int[] members,
      int size,
      double[] x,
      int[] factors,
      int count,
      double[] gradients) {
    startResiduals(from, to, members, x, factors, gradients, size == 4);
    for (int a = 4; a < size; a += 4) {
      continueResiduals(from, to, members, a, x);
    }
    for (int k = size == 4 ? 4 : 0; k < count; k += 4) {
      addGradients4(from, to, factors, k, gradients);
    }
  }

  private void startResiduals(
      int from,
      int to,
      int[] members,
      double[] x,
      int[] factors,
      double[] gradients,
      boolean complete) {
    double[] m0 = columns[members[0]];
    double[] m1 = columns[members[1]];
    double[] m2 = columns[members[2]];
    double[] m3 = columns[members[3]];
    double x0 = x[0];
    double x1 = x[1];
    double x2 = x[2];
    double x3 = x[3];
    double[] w = weights;
    double[] p = pulls;
    double[] residual = residuals;
    if (!complete) {
      for (int t = from; t < to; t++) {
        residual[t] = p[t] - w[t] * (x0 * m0[t] + x1 * m1[t] + x2 * m2[t] + x3 * m3[t]);
      }
      return;
    }
    double[] y0 = columns[factors[0]];
    double[] y1 = columns[factors[1]];
    double[] y2 = columns[factors[2]];
    double[] y3 = columns[factors[3]];
    double g0 = gradients[0];
    double g1 = gradients[1];
    double g2 = gradients[2];
    double g3 = gradients[3];
    for (int t = from; t < to; t++) {
      double v = p[t] - w[t] * (x0 * m0[t] + x1 * m1[t] + x2 * m2[t] + x3 * m3[t]);
      residual[t] = v;
      g0 += v * y0[t];
      g1 += v * y1[t];
      g2 += v * y2[t];
      g3 += v * y3[t];
    }
    gradients[0] = g0;
    gradients[1] = g1;
    gradients[2] = g2;
    gradients[3] = g3;
  }

  private void continueResiduals(int from, int to, int[] members, int a, double[] x) {
    double[] m0 = columns[members[a]];
    double[] m1 = columns[members[a + 1]];
    double[] m2 = columns[members[a + 2]];
    double[] m3 = columns[members[a + 3]];
    double x0 = x[a];
    double x1 = x[a + 1];
    double x2 = x[a + 2];
    double x3 = x[a + 3];
    double[] w = weights;
    double[] residual = residuals;
    for (int t = from; t < to; t++) {
      residual[t] -= w[t] * (x0 * m0[t] + x1 * m1[t] + x2 * m2[t] + x3 * m3[t]);
    }
  }

  private void addGradients4(int from, int to, int[] factors, int k, double[] gradients) {
    double[] y0 = columns[factors[k]];
    double[] y1 = columns[factors[k + 1]];
    double[] y2 = columns[factors[k + 2]];
    double[] y3 = columns[factors[k + 3]];
    double[] residual = residuals;
    double g0 = gradients[k];
    double g1 = gradients[k + 1];
    double g2 = gradients[k + 2];
    double g3 = gradients[k + 3];
    for (int t = from; t < to; t++) {
      double v = residual[t];
      g0 += v * y0[t];
      g1 += v * y1[t];
      g2 += v * y2[t];
      g3 += v * y3[t];
    }
    gradients[k] = g0;
    gradients[k + 1] = g1;
    gradients[k + 2] = g2;
    gradients[k + 3] = g3;
  }
}
