package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.function.IntToDoubleFunction;

/** One side of the factorization, users or resources: its ratings by rows and its factors. */
final class FactorSide {
  private final CompressedRows ratings;
  private final float[] factors;
  private final AlsParameters parameters;

  /**
   * A side with its initial factors.
   *
   * @param factors row after row; changed by {@link #solve}
   */
  FactorSide(CompressedRows ratings, float[] factors, AlsParameters parameters) {
    this.ratings = ratings;
    this.factors = factors;
    this.parameters = parameters;
  }

  /**
   * Solves the factors of this side for those of the other.
   *
   * @param steps one for each worker
   * @return the sum of what {@link HalfStep#solve} returns
   */
  double solve(FactorSide other, HalfStep[] steps, Workers workers) {
    double[] gramian = parameters.implicit() ? other.gramian(workers) : new double[0];
    double[] values = new double[chunkCount()];
    workers.run(
        values.length,
        (worker, chunk) ->
            values[chunk] =
                steps[worker].solve(
                    ratings, first(chunk), end(chunk), other.factors, gramian, factors));
    return sum(values);
  }

  /** The sum of {@link Objective#constant} over all rows. */
  double constant(Workers workers) {
    return sumOverChunks(
        workers, chunk -> Objective.constant(ratings, first(chunk), end(chunk), parameters));
  }

  /** The sum of {@link Objective#penalty} over all rows. */
  double penalty(Workers workers) {
    return sumOverChunks(
        workers,
        chunk -> Objective.penalty(ratings, first(chunk), end(chunk), factors, parameters));
  }

  /** The factors in double precision. */
  Factors factors() {
    double[] values = new double[factors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = factors[i];
    }
    return new Factors(parameters.rank(), values);
  }

  private double[] gramian(Workers workers) {
    int rows = ratings.rowCount();
    double[][] partial = new double[Gramian.chunkCount(rows)][];
    workers.run(
        partial.length,
        (worker, chunk) -> {
          int first = chunk * Gramian.CHUNK_ROWS;
          int end = Math.min(rows, first + Gramian.CHUNK_ROWS);
          partial[chunk] = Gramian.partial(factors, parameters.rank(), first, end);
        });
    return Gramian.sum(partial.length, chunk -> partial[chunk], parameters.rank());
  }

  private double sumOverChunks(Workers workers, IntToDoubleFunction ofChunk) {
    double[] values = new double[chunkCount()];
    workers.run(values.length, (worker, chunk) -> values[chunk] = ofChunk.applyAsDouble(chunk));
    return sum(values);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private int chunkCount() {
    return (ratings.rowCount() + HalfStep.CHUNK_ROWS - 1) / HalfStep.CHUNK_ROWS;
  }

  private static int first(int chunk) {
    return chunk * HalfStep.CHUNK_ROWS;
  }

  private int end(int chunk) {
    return Math.min(ratings.rowCount(), first(chunk) + HalfStep.CHUNK_ROWS);
  }
}
