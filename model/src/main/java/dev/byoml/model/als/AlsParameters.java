package dev.byoml.model.als;

/**
 * What the factorization is told.
 *
 * @param rank number of factors of each user and resource, at least 1
 * @param iterations how often both sides are solved in turn, at least 1
 * @param regularization weight of the squared factors in the objective, not negative
 * @param regularizationExponent how the regularization of a row grows with its number of ratings
 *     {@code n}: it is {@code regularization * n^exponent}; 1 is weighted-λ regularization (Zhou et
 *     al. 2008, as Spark MLlib does), 0 the same for every row
 * @param alpha weight of an observed access: confidence is {@code 1 + alpha * rating} (Hu, Koren,
 *     Volinsky 2008)
 * @param nonNegative whether factors are kept at or above zero
 * @param implicit whether ratings are confidences in a preference of 1 with 0 everywhere else; if
 *     not, they are fitted as they are, on observed pairs only
 * @param seed where the initial factors come from
 * @param tolerance stops when an iteration lowers the objective by less than this fraction; 0 never
 *     stops early
 */
public record AlsParameters(
    int rank,
    int iterations,
    double regularization,
    double regularizationExponent,
    double alpha,
    boolean nonNegative,
    boolean implicit,
    long seed,
    double tolerance) {

  /** The parameters of the reference, SynapseML's {@code AccessAnomaly}, with seed 0. */
  public static final AlsParameters CLASSIC =
      new AlsParameters(10, 25, 1.0, 1.0, 1.0, true, true, 0L, 0.0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the parameter and its range
   */
  public AlsParameters {
    if (rank < 1 || rank > 1024) {
      throw new IllegalArgumentException("rank must be between 1 and 1024, got " + rank);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
    requireNotNegative("regularization", regularization);
    requireNotNegative("regularizationExponent", regularizationExponent);
    requireNotNegative("alpha", alpha);
    requireNotNegative("tolerance", tolerance);
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number of at least 0, got " + value);
    }
  }
}
