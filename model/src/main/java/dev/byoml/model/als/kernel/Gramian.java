package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The Gramian of one side's factors: the sum of {@code y·yᵀ} over all rows {@code y}, a symmetric
 * matrix of rank × rank.
 *
 * <p>To give the same bits however the work is shared out, it is always summed over chunks of rows,
 * counted from row 0, and the chunks are added in ascending order. How many rows make a chunk
 * follows from the number of rows alone, see {@link #chunkRows}.
 */
public final class Gramian {
  /** The most rows of a chunk; large sides have chunks of so many. */
  public static final int CHUNK_ROWS = 256;

  /** Small sides have so many chunks, as long as there are as many rows. */
  private static final int FEWEST_CHUNKS = 16;

  private Gramian() {}

  /**
   * Number of rows of a chunk. Blocks of rows are cut between chunks, so chunks are small enough
   * that a side of some thousand rows, or of a dozen, still makes several blocks.
   *
   * @param rows number of rows of the side
   */
  public static int chunkRows(int rows) {
    return Math.max(1, Math.min(CHUNK_ROWS, (rows + FEWEST_CHUNKS - 1) / FEWEST_CHUNKS));
  }

  /** Number of chunks of a side of {@code rows} rows. */
  public static int chunkCount(int rows) {
    return (rows + chunkRows(rows) - 1) / chunkRows(rows);
  }

  /**
   * The Gramian of a side.
   *
   * @param factors row after row
   * @param rank number of factors in a row
   * @return rank × rank values
   */
  public static double[] of(float[] factors, int rank) {
    int rows = factors.length / rank;
    int chunkRows = chunkRows(rows);
    return sum(
        chunkCount(rows),
        chunk -> partial(factors, rank, chunk * chunkRows, Math.min(rows, (chunk + 1) * chunkRows)),
        rank);
  }

  /**
   * The sum over some rows.
   *
   * @param factors row after row
   * @param rank number of factors in a row
   * @param firstRow the first row that counts
   * @param endRow the row after the last that counts
   * @return rank × rank values
   */
  public static double[] partial(float[] factors, int rank, int firstRow, int endRow) {
    RatingBlock block = new RatingBlock(AlsParameters.CLASSIC.withRank(rank));
    return partial(factors, rank, firstRow, endRow, block);
  }

  /** The same by means of a block that is at hand; its content is replaced. */
  static double[] partial(float[] factors, int rank, int firstRow, int endRow, RatingBlock block) {
    double[] result = new double[rank * rank];
    addPartial(factors, rank, firstRow, endRow, block, new NormalEquations(rank), result);
    return result;
  }

  /**
   * Adds the sum over some rows.
   *
   * @param block its content is replaced
   * @param sums room for the sum by itself; its content is replaced
   * @param total rank × rank values that the sum is added to
   */
  static void addPartial(
      float[] factors,
      int rank,
      int firstRow,
      int endRow,
      RatingBlock block,
      NormalEquations sums,
      double[] total) {
    if (endRow - firstRow == 1) {
      addSquare(factors, rank, firstRow, total);
      return;
    }
    Arrays.fill(sums.matrix, 0);
    Arrays.fill(sums.target, 0);
    int[] all = new int[sums.stride];
    for (int k = 0; k < rank; k++) {
      all[k] = k;
    }
    for (int row = firstRow; row < endRow; row += RatingBlock.CAPACITY) {
      int count = Math.min(RatingBlock.CAPACITY, endRow - row);
      block.loadRows(row, count, factors);
      block.addProducts(0, count, all, 0, rank, sums);
    }
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        total[i * rank + j] += sums.entry(i, j);
      }
    }
  }

  /** Adds {@code y·yᵀ} of one row, with the bits that a sum over this row alone has. */
  private static void addSquare(float[] factors, int rank, int row, double[] total) {
    int first = row * rank;
    for (int i = 0; i < rank; i++) {
      double factor = factors[first + i];
      for (int j = 0; j < rank; j++) {
        total[i * rank + j] += factor * factors[first + j];
      }
    }
  }

  /**
   * Adds up the chunks of one side.
   *
   * @param chunks number of chunks
   * @param partial the sum over a chunk by its number
   * @param rank number of factors in a row
   * @return rank × rank values
   */
  public static double[] sum(int chunks, IntFunction<double[]> partial, int rank) {
    double[] sum = new double[rank * rank];
    for (int chunk = 0; chunk < chunks; chunk++) {
      double[] ofChunk = partial.apply(chunk);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += ofChunk[i];
      }
    }
    return sum;
  }
}
