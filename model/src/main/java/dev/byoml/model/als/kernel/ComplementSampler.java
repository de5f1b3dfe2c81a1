package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;

/**
 * Draws the complement set of explicit ratings: pairs that were not observed, which get a low
 * rating, so that the factorization learns what does not belong together. SynapseML's {@code
 * AccessAnomaly} does the same with {@code complementsetFactor} and {@code negScore}.
 *
 * <p>Each row gets the same number of pairs on average, its columns drawn without preference and
 * without repetition. What a row gets depends on the seed, the tenant, the row's number and its
 * ratings only.
 */
public final class ComplementSampler {
  private final long key;
  private final double factor;
  private final float rating;

  /**
   * A sampler for one tenant.
   *
   * @param parameters the seed, the complement set's size and its rating
   */
  public ComplementSampler(String tenant, AlsParameters parameters) {
    // A key of its own, so that pairs do not depend on initial factors.
    key = SplitMix64.of(SplitMix64.of(SplitMix64.mix(parameters.seed()), tenant), "complement");
    factor = parameters.complementFactor();
    rating = (float) parameters.complementRating();
  }

  /**
   * Adds the complement set to the observed ratings. A row that has too few columns left gets all
   * of them.
   *
   * @param observed one row for each user, columns ascending
   * @return observed and added ratings
   * @throws IllegalArgumentException if there would be more than about 2^31 ratings
   */
  public CompressedRows addTo(CompressedRows observed) {
    return addTo(observed, 0, observed.rowCount(), observed.valueCount());
  }

  /**
   * Adds their share of the complement set to some rows of the observed ratings. All blocks of a
   * matrix together get what {@link #addTo(CompressedRows)} gives the matrix.
   *
   * @param observed consecutive rows of the matrix, columns ascending
   * @param firstRow number of the first of them in the matrix
   * @param matrixRows number of rows of the matrix
   * @param matrixRatings number of ratings of the matrix
   * @return observed and added ratings of these rows
   * @throws IllegalArgumentException if there would be more than about 2^31 ratings
   */
  public CompressedRows addTo(
      CompressedRows observed, int firstRow, int matrixRows, long matrixRatings) {
    int rows = observed.rowCount();
    int columnCount = observed.columnCount();
    double perRow = matrixRows == 0 ? 0 : factor * matrixRatings / matrixRows;
    int[] offsets = new int[rows + 1];
    long total = 0;
    for (int row = 0; row < rows; row++) {
      int known = observed.rowEnd(row) - observed.rowStart(row);
      total += known + quota(firstRow + row, perRow, columnCount - known);
      if (total > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "complementFactor %s makes too many ratings of %d"
                .formatted(factor, observed.valueCount()));
      }
      offsets[row + 1] = (int) total;
    }
    int[] columns = new int[(int) total];
    float[] values = new float[(int) total];
    for (int row = 0; row < rows; row++) {
      int known = observed.rowEnd(row) - observed.rowStart(row);
      int quota = offsets[row + 1] - offsets[row] - known;
      int[] added = draw(row, SplitMix64.of(key, firstRow + row), quota, observed);
      merge(observed, row, added, columns, values, offsets[row]);
    }
    return new CompressedRows(columnCount, offsets, columns, values);
  }

  /** The row's share, its fraction rounded at random, within what there is. */
  private int quota(int row, double perRow, int available) {
    double rounded =
        Math.floor(perRow + SplitMix64.uniform(SplitMix64.of(SplitMix64.of(key, row), -1)));
    return (int) Math.min(available, rounded);
  }

  private int[] draw(int row, long rowKey, int quota, CompressedRows observed) {
    int available = observed.columnCount() - (observed.rowEnd(row) - observed.rowStart(row));
    return quota > available / 4
        ? drawInOrder(row, rowKey, quota, available, observed)
        : drawByTrial(row, rowKey, quota, observed);
  }

  /** Visits each free column and takes it with the probability that fills the quota at the end. */
  private int[] drawInOrder(
      int row, long rowKey, int quota, int available, CompressedRows observed) {
    int[] drawn = new int[quota];
    int count = 0;
    int left = available;
    int position = observed.rowStart(row);
    for (int column = 0; count < quota; column++) {
      if (position < observed.rowEnd(row) && observed.column(position) == column) {
        position++;
        continue;
      }
      if (SplitMix64.uniform(SplitMix64.of(rowKey, column)) * left < quota - count) {
        drawn[count++] = column;
      }
      left--;
    }
    return drawn;
  }

  /** Tries columns until enough new ones have come up; few tries fail, as most are free. */
  private int[] drawByTrial(int row, long rowKey, int quota, CompressedRows observed) {
    int[] drawn = new int[quota];
    int count = 0;
    for (long trial = 0; count < quota; trial++) {
      int column =
          (int) (SplitMix64.uniform(SplitMix64.of(rowKey, trial)) * observed.columnCount());
      int insertion = Arrays.binarySearch(drawn, 0, count, column);
      if (insertion < 0 && observed.position(row, column) < 0) {
        int at = -insertion - 1;
        System.arraycopy(drawn, at, drawn, at + 1, count - at);
        drawn[at] = column;
        count++;
      }
    }
    return drawn;
  }

  private void merge(
      CompressedRows observed, int row, int[] added, int[] columns, float[] values, int start) {
    int target = start;
    int next = 0;
    for (int position = observed.rowStart(row); position < observed.rowEnd(row); position++) {
      int column = observed.column(position);
      for (; next < added.length && added[next] < column; next++) {
        columns[target] = added[next];
        values[target++] = rating;
      }
      columns[target] = column;
      values[target++] = observed.value(position);
    }
    for (; next < added.length; next++) {
      columns[target] = added[next];
      values[target++] = rating;
    }
  }
}
