package dev.byoml.model.matrix;

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
    double measure(float likelihood) {
      return likelihood;
    }
  },
  /** The natural logarithm of 1 + likelihood, then scaled as {@link #LINEAR} does. */
  LOGARITHMIC {
    @Override
    double measure(float likelihood) {
      return StrictMath.log1p(likelihood);
    }
  },
  /** Every access weighs the same: 1. */
  BINARY {
    @Override
    double measure(float likelihood) {
      return 1;
    }

    @Override
    float rating(double measure, double lowest, double highest) {
      return 1;
    }
  };

  private static final double LOWEST_RATING = 5;
  private static final double HIGHEST_RATING = 10;

  /** What is scaled. Does not fall where the likelihood rises. */
  abstract double measure(float likelihood);

  /** The rating of a measure among those of a tenant. */
  float rating(double measure, double lowest, double highest) {
    double range = highest - lowest;
    double share = range > 0 ? (measure - lowest) / range : 0.5;
    return (float) (LOWEST_RATING + share * (HIGHEST_RATING - LOWEST_RATING));
  }

  /**
   * The ratings of one tenant's accesses.
   *
   * @param likelihoods accesses per active day, positive, of one tenant
   * @return the ratings of the same accesses, at the same positions; shares the arrays of positions
   */
  public CompressedRows apply(CompressedRows likelihoods) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float likelihood : likelihoods.values()) {
      lowest = Math.min(lowest, likelihood);
      highest = Math.max(highest, likelihood);
    }
    return apply(likelihoods, lowest, highest);
  }

  /**
   * The ratings of some of a tenant's accesses.
   *
   * @param likelihoods accesses per active day, positive, of one tenant
   * @param lowest the lowest likelihood of all the tenant's accesses
   * @param highest the highest
   * @return the ratings of the same accesses, at the same positions; shares the arrays of positions
   */
  public CompressedRows apply(CompressedRows likelihoods, float lowest, float highest) {
    double lowestMeasure = measure(lowest);
    double highestMeasure = measure(highest);
    float[] ratings = new float[likelihoods.valueCount()];
    for (int position = 0; position < ratings.length; position++) {
      ratings[position] =
          rating(measure(likelihoods.value(position)), lowestMeasure, highestMeasure);
    }
    return new CompressedRows(
        likelihoods.columnCount(), likelihoods.offsets(), likelihoods.columns(), ratings);
  }
}
