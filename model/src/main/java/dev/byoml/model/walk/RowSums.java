package dev.byoml.model.walk;

import dev.byoml.model.matrix.CompressedRows;

/**
 * Sums over rows of a sparse matrix: each row's columns have weights, and these are added up from
 * the lowest column to the highest. Four rows are added up at a time, since a processor begins an
 * addition sooner than it ends the one before. One thread uses it at a time.
 */
final class RowSums {
  private static final int LANES = 4;

  private final CompressedRows matrix;
  private final double[] sums;
  private final int[] rows = new int[LANES];
  private final int[] next = new int[LANES];
  private final int[] end = new int[LANES];
  private final double[] partial = new double[LANES];
  private final double[][] weights = new double[LANES][];

  /**
   * Adds up rows of a matrix.
   *
   * @param sums takes the sum of each row that is asked for, at the row's index
   */
  RowSums(CompressedRows matrix, double[] sums) {
    this.matrix = matrix;
    this.sums = sums;
  }

  /** Which weights count for a row. */
  interface Weights {
    /** A weight for each column. */
    double[] of(int row);
  }

  /** Adds up the first {@code count} of {@code asked}. */
  void add(int[] asked, int count, Weights weightsOf) {
    int active = 0;
    int started = 0;
    while (started < count && active < LANES) {
      start(active++, asked[started++], weightsOf);
    }
    while (active == LANES) {
      step();
      for (int lane = 0; lane < active; lane++) {
        if (next[lane] == end[lane]) {
          sums[rows[lane]] = partial[lane];
          if (started < count) {
            start(lane, asked[started++], weightsOf);
          } else {
            move(--active, lane--);
          }
        }
      }
    }
    for (int lane = 0; lane < active; lane++) {
      finish(lane);
    }
  }

  private void start(int lane, int row, Weights weightsOf) {
    rows[lane] = row;
    next[lane] = matrix.rowStart(row);
    end[lane] = matrix.rowEnd(row);
    partial[lane] = 0;
    weights[lane] = weightsOf.of(row);
  }

  private void move(int from, int to) {
    rows[to] = rows[from];
    next[to] = next[from];
    end[to] = end[from];
    partial[to] = partial[from];
    weights[to] = weights[from];
  }

  /** Goes on in all lanes until one ends. */
  private void step() {
    int steps = Integer.MAX_VALUE;
    for (int lane = 0; lane < LANES; lane++) {
      steps = Math.min(steps, end[lane] - next[lane]);
    }
    int[] columns = matrix.columns();
    double[] weights0 = weights[0];
    double[] weights1 = weights[1];
    double[] weights2 = weights[2];
    double[] weights3 = weights[3];
    int next0 = next[0];
    int next1 = next[1];
    int next2 = next[2];
    int next3 = next[3];
    double sum0 = partial[0];
    double sum1 = partial[1];
    double sum2 = partial[2];
    double sum3 = partial[3];
    for (int i = 0; i < steps; i++) {
      sum0 += weights0[columns[next0 + i]];
      sum1 += weights1[columns[next1 + i]];
      sum2 += weights2[columns[next2 + i]];
      sum3 += weights3[columns[next3 + i]];
    }
    partial[0] = sum0;
    partial[1] = sum1;
    partial[2] = sum2;
    partial[3] = sum3;
    for (int lane = 0; lane < LANES; lane++) {
      next[lane] += steps;
    }
  }

  private void finish(int lane) {
    double sum = partial[lane];
    for (int i = next[lane]; i < end[lane]; i++) {
      sum += weights[lane][matrix.column(i)];
    }
    sums[rows[lane]] = sum;
  }
}
