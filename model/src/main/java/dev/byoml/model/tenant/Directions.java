package dev.byoml.model.tenant;

import dev.byoml.model.als.Factors;

/** The factors of one side taken apart into length and direction, their form scaled to length 1. */
public final class Directions {
  /** A sum of directions shorter than this has cancelled out and points nowhere. */
  private static final double NEGLIGIBLE = 1e-9;

  private final Factors factors;
  private final double[] lengths;

  public Directions(Factors factors) {
    this.factors = factors;
    this.lengths = new double[factors.rowCount()];
    float[] values = factors.values();
    for (int row = 0; row < lengths.length; row++) {
      double squares = 0;
      for (int k = row * factors.rank(); k < (row + 1) * factors.rank(); k++) {
        squares += (double) values[k] * values[k];
      }
      lengths[row] = Math.sqrt(squares);
    }
  }

  public int rank() {
    return factors.rank();
  }

  public double length(int row) {
    return lengths[row];
  }

  double largestLength() {
    double largest = 0;
    for (double length : lengths) {
      largest = Math.max(largest, length);
    }
    return largest;
  }

  public double meanLength() {
    double sum = 0;
    for (double length : lengths) {
      sum += length;
    }
    return sum / lengths.length;
  }

  /** Whether no factor is below zero. */
  public boolean isNonNegative() {
    for (float value : factors.values()) {
      if (value < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the row has a direction at all: a row of zeros has none. */
  public boolean has(int row) {
    return lengths[row] > 0;
  }

  /** Adds {@code times} the direction of a row to {@code sum}. */
  public void add(double[] sum, int row, int times) {
    float[] values = factors.values();
    for (int k = 0; k < sum.length; k++) {
      sum[k] += times * (values[row * sum.length + k] / lengths[row]);
    }
  }

  /** Cosine between {@code vector} and a row, 0 where one of them points nowhere. */
  public double cosine(double[] vector, int row) {
    float[] values = factors.values();
    double squares = 0;
    double product = 0;
    for (int k = 0; k < vector.length; k++) {
      squares += vector[k] * vector[k];
      product += vector[k] * values[row * vector.length + k];
    }
    double length = Math.sqrt(squares);
    return length > NEGLIGIBLE && has(row) ? within1(product / (length * lengths[row])) : 0;
  }

  /** Keeps a cosine that rounding drove past its bounds within -1 to 1. */
  public static double within1(double cosine) {
    return Math.max(-1, Math.min(1, cosine));
  }
}
