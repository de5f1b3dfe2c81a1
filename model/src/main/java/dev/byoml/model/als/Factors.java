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
