package dev.byoml.model.als.block;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.kernel.Gramian;

/**
 * The factors of one block of rows, with the sums over its chunks that the other side and the
 * objective need. The arrays are shared, not copied: nobody changes them.
 *
 * @param firstRow number of the first row on its side
 * @param rank number of factors in a row
 * @param factors row after row
 * @param gramians for each chunk of {@link Gramian#chunkRows} its {@link Gramian#partial}, one
 *     after the other; empty if ratings are explicit
 * @param sums for each chunk the sum of what its rows bring to the objective: gains of users,
 *     penalties of resources, and before the first iteration the constants of users
 * @param progress how far the factorization had come when the block was solved; null before the
 *     first iteration
 * @param otherFormerly what the other side leaves to the next step; in the block of row 0 only, and
 *     null before the first iteration
 */
public record FactorBlock(
    int firstRow,
    int rank,
    float[] factors,
    double[] gramians,
    double[] sums,
    FactorizationProgress progress,
    PreviousFactors otherFormerly) {
  /**
   * Checks that the values fit together.
   *
   * @throws IllegalArgumentException if sizes do not fit
   */
  public FactorBlock {
    requireNonNull(factors, "factors");
    if (factors.length % rank != 0
        || sums.length == 0
        || (gramians.length != 0 && gramians.length != sums.length * rank * rank)) {
      throw new IllegalArgumentException(
          "a block of %d factors of rank %d from row %d has %d sums and %d Gramian entries"
              .formatted(factors.length, rank, firstRow, sums.length, gramians.length));
    }
  }

  /** Number of rows. */
  public int rowCount() {
    return factors.length / rank;
  }

  /** The same factors at another point of the factorization. */
  FactorBlock at(FactorizationProgress progress, PreviousFactors otherFormerly) {
    return new FactorBlock(firstRow, rank, factors, gramians, sums, progress, otherFormerly);
  }
}
