package dev.byoml.model.als;

import java.util.function.IntFunction;

/**
 * The Gramian of one side's factors: the sum of {@code y·yᵀ} over all rows {@code y}, a symmetric
 * matrix of rank × rank.
 *
 * <p>To give the same bits however the work is shared out, it is always summed over chunks of
 * {@link #CHUNK_ROWS} rows, counted from row 0, and the chunks are added in ascending order.
 */
public final class Gramian {
  /** Number of rows whose products are summed first. */
  public static final int CHUNK_ROWS = 1024;

  private Gramian() {}

  /** Number of chunks of {@code rows} rows. */
  public static int chunkCount(int rows) {
    return (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
  }

  /**
   * The Gramian of some rows.
   *
   * @param factors row after row
   * @param rank number of factors in a row
   * @param firstRow the first row that counts
   * @param endRow the row after the last that counts
   * @return rank × rank values
   */
  public static double[] partial(double[] factors, int rank, int firstRow, int endRow) {
    double[] sum = new double[rank * rank];
    for (int row = firstRow; row < endRow; row++) {
      int start = row * rank;
      for (int i = 0; i < rank; i++) {
        double factor = factors[start + i];
        for (int j = 0; j < rank; j++) {
          sum[i * rank + j] += factor * factors[start + j];
        }
      }
    }
    return sum;
  }

  /**
   * Adds up the chunks of one side.
   *
   * @param chunks number of chunks
   * @param partial the Gramian of a chunk by its number
   * @param rank number of factors in a row
   * @return rank × rank values
   */
  public static double[] sum(int chunks, IntFunction<double[]> partial, int rank) {
    double[] sum = new double[rank * rank];
    for (int chunk = 0; chunk < chunks; chunk++) {
      double[] part = partial.apply(chunk);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    return sum;
  }

  /** The Gramian of all of {@code factors}. */
  public static double[] of(Factors factors) {
    int rows = factors.rowCount();
    int rank = factors.rank();
    return sum(
        chunkCount(rows),
        chunk ->
            partial(
                factors.values(),
                rank,
                chunk * CHUNK_ROWS,
                Math.min(rows, (chunk + 1) * CHUNK_ROWS)),
        rank);
  }
}
