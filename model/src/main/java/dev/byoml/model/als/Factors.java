package dev.byoml.model.als;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * The latent factors of one side, users or resources: a dense matrix by rows, in the precision in
 * which they are solved, moved and stored. Arithmetic on them is done in double precision. The
 * array is shared, not copied: whoever passes it in does not change it later.
 *
 * @param rank number of factors in a row
 * @param values row after row, a multiple of {@code rank} long
 */
public record Factors(int rank, float[] values) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if the array does not hold whole rows
   */
  public Factors {
    requireNonNull(values, "values");
    if (rank < 1 || values.length % rank != 0) {
      throw new IllegalArgumentException(
          "%d values are not rows of rank %d".formatted(values.length, rank));
    }
  }

  /** Rounds what was computed in double precision. */
  public static Factors rounded(int rank, double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return new Factors(rank, rounded);
  }

  /** A copy in double precision. */
  public double[] toDoubles() {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Number of rows. */
  public int rowCount() {
    return values.length / rank;
  }

  /** A copy of one row, {@code rank} long. */
  public float[] row(int row) {
    return Arrays.copyOfRange(values, row * rank, (row + 1) * rank);
  }

  /** Inner product of a row of this side with a row of the other. */
  public double dot(int row, Factors other, int otherRow) {
    int mine = row * rank;
    int theirs = otherRow * rank;
    double sum = 0;
    for (int k = 0; k < rank; k++) {
      sum += (double) values[mine + k] * other.values[theirs + k];
    }
    return sum;
  }

  /**
   * Inner products of a row with several rows of the other side, each the same as {@link #dot}.
   *
   * @param otherRows of which the first {@code count} count
   * @param products gets the products
   */
  public void dots(int row, Factors other, int[] otherRows, int count, double[] products) {
    float[] theirs = other.values;
    int mine = row * rank;
    int i = 0;
    // Four sums at a time, because each addition waits for the one before it.
    for (; i + 4 <= count; i += 4) {
      int a = otherRows[i] * rank;
      int b = otherRows[i + 1] * rank;
      int c = otherRows[i + 2] * rank;
      int d = otherRows[i + 3] * rank;
      double sumA = 0;
      double sumB = 0;
      double sumC = 0;
      double sumD = 0;
      for (int k = 0; k < rank; k++) {
        double factor = values[mine + k];
        sumA += factor * theirs[a + k];
        sumB += factor * theirs[b + k];
        sumC += factor * theirs[c + k];
        sumD += factor * theirs[d + k];
      }
      products[i] = sumA;
      products[i + 1] = sumB;
      products[i + 2] = sumC;
      products[i + 3] = sumD;
    }
    for (; i < count; i++) {
      products[i] = dot(row, other, otherRows[i]);
    }
  }

  /** Whether every factor is a finite number. */
  public boolean areFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
