package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;

/**
 * Solves the factors of some rows while the factors of the other side stand still: the one step
 * that is repeated, in memory and distributed alike.
 *
 * <p>A row's result depends on nothing but its ratings, the other side's factors and Gramian, and
 * the factors it had before. One instance serves one thread at a time.
 */
public final class HalfStep {
  private static final int SWEEPS = 1000;

  private final AlsParameters parameters;
  private final int rank;
  private final double[] normal;
  private final double[] target;
  private final double[] solution;

  /** A step of the factorization that {@code parameters} describe. */
  public HalfStep(AlsParameters parameters) {
    this.parameters = parameters;
    this.rank = parameters.rank();
    this.normal = new double[rank * rank];
    this.target = new double[rank];
    this.solution = new double[rank];
  }

  /**
   * Solves the rows from {@code firstRow} to before {@code endRow}.
   *
   * @param ratings positive ratings; its columns are the rows of {@code other}
   * @param firstRow the first row to solve
   * @param endRow the row after the last to solve
   * @param other factors of the other side
   * @param gramian Gramian of the other side; not used for explicit ratings
   * @param own factors of this side by rows of {@code ratings}: the former ones before, the new
   *     ones after
   */
  public void solve(
      CompressedRows ratings,
      int firstRow,
      int endRow,
      double[] other,
      double[] gramian,
      double[] own) {
    for (int row = firstRow; row < endRow; row++) {
      System.arraycopy(own, row * rank, solution, 0, rank);
      solveRow(ratings, row, other, gramian);
      System.arraycopy(solution, 0, own, row * rank, rank);
    }
  }

  private void solveRow(CompressedRows ratings, int row, double[] other, double[] gramian) {
    int count = ratings.rowEnd(row) - ratings.rowStart(row);
    if (count == 0) {
      Arrays.fill(solution, 0);
      return;
    }
    if (parameters.implicit()) {
      System.arraycopy(gramian, 0, normal, 0, normal.length);
    } else {
      Arrays.fill(normal, 0);
    }
    Arrays.fill(target, 0);
    for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
      int start = ratings.column(position) * rank;
      double rating = ratings.value(position);
      double weight = parameters.implicit() ? parameters.alpha() * rating : 1;
      double pull = parameters.implicit() ? 1 + weight : rating;
      for (int i = 0; i < rank; i++) {
        double factor = other[start + i];
        target[i] += pull * factor;
        for (int j = 0; j < rank; j++) {
          normal[i * rank + j] += weight * factor * other[start + j];
        }
      }
    }
    double ridge =
        parameters.regularization() * Math.pow(count, parameters.regularizationExponent());
    for (int i = 0; i < rank; i++) {
      normal[i * rank + i] += ridge;
    }
    descend();
  }

  private void descend() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      double size = 0;
      for (int i = 0; i < rank; i++) {
        double diagonal = normal[i * rank + i];
        if (!(diagonal > 0)) {
          solution[i] = 0;
          continue;
        }
        double gradient = target[i];
        for (int j = 0; j < rank; j++) {
          gradient -= normal[i * rank + j] * solution[j];
        }
        double next = solution[i] + gradient / diagonal;
        if (parameters.nonNegative() && next < 0) {
          next = 0;
        }
        moved = Math.max(moved, Math.abs(next - solution[i]));
        size = Math.max(size, Math.abs(next));
        solution[i] = next;
      }
      if (moved <= 1e-10 * size) {
        return;
      }
    }
  }
}
