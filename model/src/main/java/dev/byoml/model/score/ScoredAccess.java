package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

/**
 * How anomalous an access is.
 *
 * @param score standardised on the tenant's training accesses (mean 0, standard deviation 1);
 *     higher is more anomalous; always finite
 * @param percentile share of the tenant's training accesses that score lower, 0 to 100
 * @param reason why the access got this score
 * @param judgedBy how many other accesses of the window showed what the user or resource is like,
 *     where training did not see it; 0 where it did, or where there were none
 */
public record ScoredAccess(double score, double percentile, Reason reason, int judgedBy) {
  /**
   * Checks that the numbers can be reported.
   *
   * @throws IllegalArgumentException if the score is not finite or the percentile is outside 0–100
   */
  public ScoredAccess {
    requireNonNull(reason, "reason");
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("score is not finite: " + score);
    }
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new IllegalArgumentException("percentile is outside 0 to 100: " + percentile);
    }
    if (judgedBy < 0) {
      throw new IllegalArgumentException("judged by less than no accesses: " + judgedBy);
    }
  }

  /** A score in which no other access of the window took part. */
  public ScoredAccess(double score, double percentile, Reason reason) {
    this(score, percentile, reason, 0);
  }
}
