package dev.byoml.model.als.memory;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.InitialFactors;
import dev.byoml.model.als.kernel.Gramian;
import dev.byoml.model.als.kernel.HalfStep;
import dev.byoml.model.als.kernel.Objective;
import dev.byoml.model.matrix.CompressedRows;
import java.util.List;

/** One side of the factorization, users or resources: its ratings by rows and its factors. */
final class FactorSide {
  /** Few enough rows that all threads are busy to the end, enough that nobody waits for work. */
  private static final int TASK_ROWS = 256;

  private final CompressedRows ratings;
  private final float[] factors;
  private final double[] rowValues;
  private final AlsParameters parameters;

  /**
   * A side whose factors are zero, so that none is left out when it is solved first.
   *
   * @param ratings one row for each row of this side, one column for each of the other
   */
  FactorSide(CompressedRows ratings, AlsParameters parameters) {
    this.ratings = ratings;
    this.parameters = parameters;
    int rows = ratings.rowCount();
    rowValues = new double[rows];
    if ((long) rows * parameters.rank() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d rows of rank %d are too many for one tenant".formatted(rows, parameters.rank()));
    }
    factors = new float[rows * parameters.rank()];
  }

  /**
   * Sets the factors to where the iteration starts.
   *
   * @param ids id of each row
   */
  void start(List<String> ids, InitialFactors initial) {
    int position = 0;
    for (String id : ids) {
      initial.fill(id, factors, position);
      position += parameters.rank();
    }
  }

  /**
   * Solves the factors of this side for those of the other.
   *
   * @param steps one for each worker
   * @return the sum of the gains of all rows
   */
  double solve(FactorSide other, HalfStep[] steps, Workers workers) {
    double[] gramian = parameters.implicit() ? other.gramian(steps, workers) : new double[0];
    forRows(
        workers,
        (worker, first, end) ->
            steps[worker].solve(ratings, first, end, other.factors, gramian, factors, rowValues));
    return sumOfRowValues();
  }

  /** The sum of {@link Objective#constant} over all rows. */
  double constant(Workers workers) {
    forRows(
        workers,
        (worker, first, end) -> {
          for (int row = first; row < end; row++) {
            rowValues[row] = Objective.constant(ratings, row, parameters);
          }
        });
    return sumOfRowValues();
  }

  /** The sum of {@link Objective#penalties} over all rows. */
  double penalty(Workers workers) {
    forRows(
        workers,
        (worker, first, end) ->
            Objective.penalties(ratings, first, end, factors, parameters, rowValues));
    return sumOfRowValues();
  }

  Factors factors() {
    return new Factors(parameters.rank(), factors);
  }

  private double[] gramian(HalfStep[] steps, Workers workers) {
    if (workers.count() == 1) {
      return steps[0].gramian(factors);
    }
    int rows = ratings.rowCount();
    int chunkRows = Gramian.chunkRows(rows);
    double[][] partial = new double[Gramian.chunkCount(rows)][];
    workers.run(
        partial.length,
        (worker, chunk) -> {
          int first = chunk * chunkRows;
          int end = Math.min(rows, first + chunkRows);
          partial[chunk] = steps[worker].partialGramian(factors, first, end);
        });
    return Gramian.sum(partial.length, chunk -> partial[chunk], parameters.rank());
  }

  private double sumOfRowValues() {
    return Objective.sum(rowValues.length, row -> rowValues[row]);
  }

  private interface RowTask {
    void run(int worker, int firstRow, int endRow);
  }

  private void forRows(Workers workers, RowTask task) {
    int rows = ratings.rowCount();
    workers.run(
        (rows + TASK_ROWS - 1) / TASK_ROWS,
        (worker, number) -> {
          int first = number * TASK_ROWS;
          task.run(worker, first, Math.min(rows, first + TASK_ROWS));
        });
  }
}
