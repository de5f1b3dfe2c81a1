package dev.byoml.model.poisson;

/**
 * Parameters of {@link PoissonFactorization}.
 *
 * @param rank number of factors of each user and resource, at least 1
 * @param iterations how often both sides are updated, at least 1
 * @param shape shape of the Gamma prior of every factor, above 0; below 1 most factors stay near
 *     zero
 * @param rate rate of the Gamma prior of every factor, above 0
 * @param tolerance relative change of the objective below which the iterations end; 0 never ends
 *     them early
 * @param seed where the first factors come from
 */
public record PoissonParameters(
    int rank, int iterations, double shape, double rate, double tolerance, long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public PoissonParameters {
    if (rank < 1) {
      throw new IllegalArgumentException("rank=%d must be at least 1".formatted(rank));
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations=%d must be at least 1".formatted(iterations));
    }
    requirePositive("shape", shape);
    requirePositive("rate", rate);
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "tolerance=%s must be at least 0 and below 1".formatted(tolerance));
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("%s=%s must be above 0".formatted(name, value));
    }
  }
}
