package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.List;

/** One side of the factorization, users or resources: its ratings by rows and its factors. */
final class FactorSide {
  /** Few enough rows that all threads are busy to the end, enough that nobody waits for work. */
  private static final int PIECE_ROWS = 256;

  private final CompressedRows ratings;
  private final RowOrder order;
  private final float[] factors;
  private final double[] rowValues;
  private final AlsParameters parameters;

  /**
   * A side with its initial factors.
   *
   * @param ratings one row for each place of {@code order}, one column for each of the other side's
   * @param ids id of each row, in the original order
   */
  FactorSide(
      CompressedRows ratings,
      RowOrder order,
      List<String> ids,
      InitialFactors initial,
      AlsParameters parameters) {
    this.ratings = ratings;
    this.order = order;
    this.parameters = parameters;
    rowValues = new double[order.count()];
    int rank = parameters.rank();
    if ((long) order.count() * rank > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d rows of rank %d are too many for one tenant".formatted(order.count(), rank));
    }
    factors = new float[order.count() * rank];
    int row = 0;
    for (String id : ids) {
      initial.fill(id, factors, order.place(row) * rank);
      row++;
    }
  }

  /**
   * Solves the factors of this side for those of the other.
   *
   * @param steps one for each worker
   * @return the sum of the gains of all rows
   */
  double solve(FactorSide other, HalfStep[] steps, Workers workers) {
    double[] gramian = parameters.implicit() ? other.gramian(workers) : new double[0];
    forPieces(
        workers,
        (worker, first, end) ->
            steps[worker].solve(ratings, first, end, other.factors, gramian, factors, rowValues));
    return sumOfRowValues();
  }

  /** The sum of {@link Objective#constant} over all rows. */
  double constant(Workers workers) {
    forPieces(
        workers,
        (worker, first, end) -> {
          for (int place = first; place < end; place++) {
            rowValues[place] = Objective.constant(ratings, place, parameters);
          }
        });
    return sumOfRowValues();
  }

  /** The sum of {@link Objective#penalties} over all rows. */
  double penalty(Workers workers) {
    forPieces(
        workers,
        (worker, first, end) ->
            Objective.penalties(ratings, first, end, factors, parameters, rowValues));
    return sumOfRowValues();
  }

  /** The factors in double precision, rows in the original order. */
  Factors factors() {
    int rank = parameters.rank();
    double[] values = new double[factors.length];
    for (int row = 0; row < order.count(); row++) {
      int from = order.place(row) * rank;
      for (int k = 0; k < rank; k++) {
        values[row * rank + k] = factors[from + k];
      }
    }
    return new Factors(rank, values);
  }

  private double[] gramian(Workers workers) {
    int rows = order.count();
    double[][] partial = new double[Gramian.chunkCount(rows)][];
    workers.run(
        partial.length,
        (worker, chunk) -> {
          int first = chunk * Gramian.CHUNK_ROWS;
          int end = Math.min(rows, first + Gramian.CHUNK_ROWS);
          partial[chunk] = Gramian.partial(factors, parameters.rank(), first, end, order::place);
        });
    return Gramian.sum(partial.length, chunk -> partial[chunk], parameters.rank());
  }

  private double sumOfRowValues() {
    return Objective.sum(order.count(), row -> rowValues[order.place(row)]);
  }

  private interface Piece {
    void run(int worker, int firstPlace, int endPlace);
  }

  private void forPieces(Workers workers, Piece piece) {
    int rows = order.count();
    workers.run(
        (rows + PIECE_ROWS - 1) / PIECE_ROWS,
        (worker, number) -> {
          int first = number * PIECE_ROWS;
          piece.run(worker, first, Math.min(rows, first + PIECE_ROWS));
        });
  }
}
