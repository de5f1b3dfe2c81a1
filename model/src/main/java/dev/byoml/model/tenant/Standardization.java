package dev.byoml.model.tenant;

/**
 * How an affinity becomes a score: {@code score = (mean - affinity) / standardDeviation}. Over the
 * training accesses of the tenant the scores have mean 0 and standard deviation 1 (population
 * form), as SynapseML's {@code AccessAnomaly} makes them. Higher is more anomalous.
 *
 * @param mean mean affinity of the training accesses
 * @param standardDeviation standard deviation of their affinities, positive; 1 stands for a
 *     deviation of zero, with which nothing could be divided; more than their deviation where these
 *     are too few to show a smaller one, see {@link #toldBy}
 * @param lowestAffinity no user and resource of the tenant can have an affinity below this
 */
public record Standardization(double mean, double standardDeviation, double lowestAffinity) {

  /** Nothing is known: scores are the negative affinities, and none lies below 0. */
  public static final Standardization UNKNOWN = new Standardization(0, 1, 0);

  /**
   * A deviation of less than this fraction of the largest affinity is rounding, not difference:
   * affinities come from factors kept to the precision of a {@code float}, about 1e-7.
   */
  private static final double NEGLIGIBLE = 1e-6;

  /** From so many accesses on, their own deviation counts. */
  private static final int ENOUGH_ACCESSES = 100;

  /** Sums are taken over this many values at a time. */
  private static final int CHUNK = 4096;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not finite or the deviation is not positive
   */
  public Standardization {
    if (!Double.isFinite(mean)
        || !Double.isFinite(standardDeviation)
        || !Double.isFinite(lowestAffinity)
        || standardDeviation <= 0) {
      throw new IllegalArgumentException(
          "cannot standardise by mean %s, deviation %s, lowest affinity %s"
              .formatted(mean, standardDeviation, lowestAffinity));
    }
  }

  /**
   * Standardises on the affinities of a tenant's training accesses.
   *
   * <p>Sums are taken over chunks of 4096 values, each from left to right, and then over the
   * chunks' sums from left to right. So they depend on the order of the accesses in the matrix and
   * on nothing else: whoever computes chunks on several threads or machines gets the same bits.
   *
   * @param affinities one for each access, in the matrix' order; at least one
   * @param lowestAffinity see {@link #lowestAffinity()}
   */
  public static Standardization of(double[] affinities, double lowestAffinity) {
    double mean = sum(affinities, 0, false) / affinities.length;
    double variance = sum(affinities, mean, true) / affinities.length;
    double deviation = Math.sqrt(variance);
    double largest = 0;
    for (double affinity : affinities) {
      largest = Math.max(largest, Math.abs(affinity));
    }
    boolean negligible = !(deviation > NEGLIGIBLE * largest);
    return new Standardization(mean, negligible ? 1 : deviation, lowestAffinity);
  }

  /**
   * Raises a deviation that so few accesses cannot show. No value of n lies further from their mean
   * than {@code sqrt(n - 1)} deviations (Samuelson, How Deviant Can You Be?, JASA 1968). With twice
   * that variance allowed for an access outside the n, the lowest affinity scores at most {@code
   * sqrt(2 n)}: 4.2 for a tenant of nine accesses, however alike the nine are, so that it does not
   * lead a list by being small. From {@value #ENOUGH_ACCESSES} accesses on, the deviation counts as
   * it is.
   *
   * @param accesses number of accesses that the deviation was found on, at least 1
   */
  public Standardization toldBy(int accesses) {
    if (accesses >= ENOUGH_ACCESSES) {
      return this;
    }
    double least = (mean - lowestAffinity) / Math.sqrt(2.0 * accesses);
    return standardDeviation >= least ? this : new Standardization(mean, least, lowestAffinity);
  }

  private static double sum(double[] values, double subtracted, boolean squared) {
    double total = 0;
    for (int chunk = 0; chunk <= (values.length - 1) / CHUNK; chunk++) {
      int start = chunk * CHUNK;
      int end = start + Math.min(CHUNK, values.length - start);
      double sum = 0;
      for (int i = start; i < end; i++) {
        double difference = values[i] - subtracted;
        sum += squared ? difference * difference : difference;
      }
      total += sum;
    }
    return total;
  }

  /** The score of an affinity, never above {@link #ceiling()}. */
  public double score(double affinity) {
    return (mean - Math.max(affinity, lowestAffinity)) / standardDeviation;
  }

  /** The score of the lowest possible affinity. */
  public double ceiling() {
    return (mean - lowestAffinity) / standardDeviation;
  }
}
