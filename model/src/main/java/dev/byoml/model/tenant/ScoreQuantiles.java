package dev.byoml.model.tenant;

import java.util.Arrays;

/**
 * The distribution of a tenant's training scores: all of them, or 1001 evenly spaced ones where
 * there are more. A percentile is therefore exact up to 1001 accesses and right to a tenth of a
 * percent above.
 */
public final class ScoreQuantiles {
  /** No score is kept more often than every tenth of a percent. */
  private static final int MOST = 1001;

  private final double[] ascending;

  /**
   * Wraps known quantiles. The array is shared, not copied.
   *
   * @param ascending finite scores, ascending, at least one
   * @throws IllegalArgumentException if they are not
   */
  public ScoreQuantiles(double[] ascending) {
    if (ascending.length == 0) {
      throw new IllegalArgumentException("there are no quantiles of no scores");
    }
    for (int i = 0; i < ascending.length; i++) {
      if (!Double.isFinite(ascending[i]) || (i > 0 && ascending[i] < ascending[i - 1])) {
        throw new IllegalArgumentException("quantiles are not finite and ascending");
      }
    }
    this.ascending = ascending;
  }

  /**
   * The distribution of {@code scores}.
   *
   * @param scores finite scores in ascending order, at least one
   */
  public static ScoreQuantiles ofSorted(double[] scores) {
    if (scores.length <= MOST) {
      return new ScoreQuantiles(scores.clone());
    }
    double[] quantiles = new double[MOST];
    for (int i = 0; i < MOST; i++) {
      // Rounded to the nearest position; the first and the last are the extremes themselves.
      long position = (2L * i * (scores.length - 1) + MOST - 1) / (2L * (MOST - 1));
      quantiles[i] = scores[(int) position];
    }
    return new ScoreQuantiles(quantiles);
  }

  /** The share of training accesses that score lower than {@code score}, from 0 to 100. */
  public double percentile(double score) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 100.0 * low / ascending.length;
  }

  /** The kept scores, ascending; a copy. */
  public double[] toArray() {
    return Arrays.copyOf(ascending, ascending.length);
  }
}
