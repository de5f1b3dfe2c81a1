package dev.byoml.model.matrix;

import java.util.Arrays;

/**
 * How a tenant's likelihoods become the ratings that are factorized.
 *
 * <p>The scaling is that of SynapseML's {@code LinearScalarScaler}, with which {@code
 * AccessAnomaly} scales each tenant: the smallest value becomes 5, the largest 10, and where all
 * values are equal they become the middle, 7.5.
 */
public enum LikelihoodTransform {
  /**
   * The reference's: the tenant's smallest likelihood becomes 5, its largest 10, the rest lie
   * linearly between; where all are equal, 7.5.
   */
  LINEAR {
    @Override
    public CompressedRows apply(CompressedRows likelihoods) {
      double[] values = new double[likelihoods.valueCount()];
      for (int position = 0; position < values.length; position++) {
        values[position] = likelihoods.value(position);
      }
      return withValues(likelihoods, scaled(values));
    }
  },
  /** The natural logarithm of 1 + likelihood, then scaled as {@link #LINEAR} does. */
  LOGARITHMIC {
    @Override
    public CompressedRows apply(CompressedRows likelihoods) {
      double[] values = new double[likelihoods.valueCount()];
      for (int position = 0; position < values.length; position++) {
        values[position] = StrictMath.log1p(likelihoods.value(position));
      }
      return withValues(likelihoods, scaled(values));
    }
  },
  /** Every access weighs the same: 1. */
  BINARY {
    @Override
    public CompressedRows apply(CompressedRows likelihoods) {
      float[] ratings = new float[likelihoods.valueCount()];
      Arrays.fill(ratings, 1);
      return withValues(likelihoods, ratings);
    }
  };

  private static final double LOWEST_RATING = 5;
  private static final double HIGHEST_RATING = 10;

  /**
   * The ratings of one tenant's accesses.
   *
   * @param likelihoods accesses per active day, positive, of one tenant
   * @return the ratings of the same accesses, in the same places; shares the arrays of places
   */
  public abstract CompressedRows apply(CompressedRows likelihoods);

  private static CompressedRows withValues(CompressedRows places, float[] values) {
    return new CompressedRows(places.columnCount(), places.offsets(), places.columns(), values);
  }

  private static float[] scaled(double[] values) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    double range = highest - lowest;
    float[] ratings = new float[values.length];
    for (int position = 0; position < values.length; position++) {
      double share = range > 0 ? (values[position] - lowest) / range : 0.5;
      ratings[position] = (float) (LOWEST_RATING + share * (HIGHEST_RATING - LOWEST_RATING));
    }
    return ratings;
  }
}
