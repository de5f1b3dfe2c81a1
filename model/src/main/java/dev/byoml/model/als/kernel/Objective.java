package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.CompressedRows;
import java.util.function.IntToDoubleFunction;

/**
 * What the factorization minimizes. For implicit ratings {@code r} with confidence {@code c = 1 +
 * alpha·r} it is the sum of {@code c·(p − x·y)²} over all pairs of the matrix, where the preference
 * {@code p} is 1 for observed pairs and 0 for all others (Hu, Koren, Volinsky 2008); for explicit
 * ratings the sum of {@code (r − x·y)²} over observed pairs. To both is added {@code regularization
 * · Σ n^exponent·|x|²} over the rows of both sides, where {@code n} is a row's number of ratings.
 *
 * <p>When a side has just been solved, its value is {@link #constant} minus the gains of that
 * side's rows, which {@link HalfStep#solve} found, plus the {@link #penalties} of the other side.
 * That is the same up to about 1e-13 of the constant, and costs next to nothing. Numbers that
 * belong to rows are added by {@link #sum}, so that the order is always the same.
 */
public final class Objective {
  private Objective() {}

  /**
   * The objective at given factors, term by term.
   *
   * @param ratings positive ratings, one row for each user
   * @param users factors of the rows
   * @param resources factors of the columns
   */
  public static double of(
      CompressedRows ratings, Factors users, Factors resources, AlsParameters parameters) {
    double sum = parameters.implicit() ? squaredAffinities(users, resources) : 0;
    int[] columnCounts = new int[ratings.columnCount()];
    for (int row = 0; row < ratings.rowCount(); row++) {
      double rowSum = 0;
      for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
        columnCounts[ratings.column(position)]++;
        double affinity = users.dot(row, resources, ratings.column(position));
        double rating = ratings.value(position);
        if (parameters.implicit()) {
          double miss = 1 - affinity;
          rowSum += (1 + parameters.alpha() * rating) * miss * miss - affinity * affinity;
        } else {
          rowSum += (rating - affinity) * (rating - affinity);
        }
      }
      sum += rowSum;
    }
    Ridge ridge = new Ridge(parameters);
    for (int row = 0; row < ratings.rowCount(); row++) {
      int count = ratings.rowEnd(row) - ratings.rowStart(row);
      sum += ridge.of(count) * users.dot(row, users, row);
    }
    for (int column = 0; column < ratings.columnCount(); column++) {
      sum += ridge.of(columnCounts[column]) * resources.dot(column, resources, column);
    }
    return sum;
  }

  /** Sum of squared affinities over all pairs: the inner product of both sides' Gramians. */
  private static double squaredAffinities(Factors users, Factors resources) {
    int rank = users.rank();
    double sum = 0;
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        sum += product(users, i, j) * product(resources, i, j);
      }
    }
    return sum;
  }

  private static double product(Factors factors, int i, int j) {
    double sum = 0;
    float[] values = factors.values();
    for (int start = 0; start < values.length; start += factors.rank()) {
      sum += (double) values[start + i] * values[start + j];
    }
    return sum;
  }

  /**
   * What one row adds to the objective if all factors are zero.
   *
   * @param ratings positive ratings
   */
  public static double constant(CompressedRows ratings, int row, AlsParameters parameters) {
    double sum = 0;
    for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
      double rating = ratings.value(position);
      sum += parameters.implicit() ? 1 + parameters.alpha() * rating : rating * rating;
    }
    return sum;
  }

  /**
   * What the regularization of some rows adds to the objective.
   *
   * @param ratings the ratings by rows of {@code factors}
   * @param firstRow the first row that counts
   * @param endRow the row after the last that counts
   * @param factors row after row
   * @param penalties where each row's number goes, by rows of {@code ratings}
   */
  public static void penalties(
      CompressedRows ratings,
      int firstRow,
      int endRow,
      float[] factors,
      AlsParameters parameters,
      double[] penalties) {
    int rank = parameters.rank();
    Ridge ridge = new Ridge(parameters);
    for (int row = firstRow; row < endRow; row++) {
      double length = 0;
      for (int k = row * rank; k < (row + 1) * rank; k++) {
        length += (double) factors[k] * factors[k];
      }
      penalties[row] = ridge.of(ratings.rowEnd(row) - ratings.rowStart(row)) * length;
    }
  }

  /**
   * Adds up numbers that belong to the rows of one side: first within the chunks of {@link
   * Gramian#chunkRows}, then the chunks.
   *
   * @param rows number of rows
   * @param value the number of a row
   */
  public static double sum(int rows, IntToDoubleFunction value) {
    int chunkRows = Gramian.chunkRows(rows);
    double sum = 0;
    for (int first = 0; first < rows; first += chunkRows) {
      sum += partialSum(first, Math.min(rows, first + chunkRows), value);
    }
    return sum;
  }

  /**
   * Adds up the numbers of one chunk.
   *
   * @param firstRow the first row of the chunk
   * @param endRow the row after its last
   * @param value the number of a row
   */
  public static double partialSum(int firstRow, int endRow, IntToDoubleFunction value) {
    double sum = 0;
    for (int row = firstRow; row < endRow; row++) {
      sum += value.applyAsDouble(row);
    }
    return sum;
  }
}
