package dev.byoml.model.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How well scores rank what should be found above what is harmless.
 *
 * <p>Pairs of equal score are a tie, which no threshold can part; how each measure treats a tie is
 * said with it. None depends on the order in which pairs are given.
 */
public final class RankingMetrics {
  /** After the i-th tie: how many pairs, and how many of them positive, score at least as high. */
  private final long[] ranked;

  private final long[] found;

  private RankingMetrics(long[] ranked, long[] found) {
    this.ranked = ranked;
    this.found = found;
  }

  /**
   * Ranks pairs by their scores.
   *
   * @param scores one for each pair, not NaN; higher is more anomalous
   * @param positive whether the pair of that score should be found
   * @throws IllegalArgumentException if lengths differ, a score is NaN, or the pairs are all
   *     positive or all harmless
   */
  public static RankingMetrics of(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "%d scores but %d labels".formatted(scores.length, positive.length));
    }
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("a score is not a number");
      }
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] ranked = new long[scores.length];
    long[] found = new long[scores.length];
    int ties = 0;
    long foundSoFar = 0;
    for (int i = 0; i < order.length; i++) {
      foundSoFar += positive[order[i]] ? 1 : 0;
      boolean lastOfTie = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
      if (lastOfTie) {
        ranked[ties] = i + 1L;
        found[ties++] = foundSoFar;
      }
    }
    if (foundSoFar == 0 || foundSoFar == scores.length) {
      throw new IllegalArgumentException(
          "a ranking needs pairs of both labels, got %d to find and %d harmless"
              .formatted(foundSoFar, scores.length - foundSoFar));
    }
    return new RankingMetrics(Arrays.copyOf(ranked, ties), Arrays.copyOf(found, ties));
  }

  /** Number of pairs that should be found. */
  public long positiveCount() {
    return found[found.length - 1];
  }

  /** Number of harmless pairs. */
  public long negativeCount() {
    return ranked[ranked.length - 1] - positiveCount();
  }

  /**
   * The probability that a pair to be found scores higher than a harmless one, a tie counting half:
   * the area under the receiver operating characteristic.
   */
  public double areaUnderCurve() {
    double wins = 0;
    for (int tie = 0; tie < ranked.length; tie++) {
      long foundHere = found[tie] - foundBefore(tie);
      long harmlessHere = ranked[tie] - rankedBefore(tie) - foundHere;
      long harmlessBelow = negativeCount() - (ranked[tie] - found[tie]);
      wins += foundHere * (harmlessBelow + 0.5 * harmlessHere);
    }
    return wins / ((double) positiveCount() * negativeCount());
  }

  /**
   * The mean of the precisions at each pair to be found: the sum over thresholds of the gain in
   * recall times the precision there. All pairs of a tie count at the precision after the tie.
   */
  public double averagePrecision() {
    double sum = 0;
    for (int tie = 0; tie < ranked.length; tie++) {
      long foundHere = found[tie] - foundBefore(tie);
      sum += foundHere * ((double) found[tie] / ranked[tie]);
    }
    return sum / positiveCount();
  }

  /**
   * The average precision there would be if {@code prevalence} of all pairs were to be found: both
   * labels count by their shares, not by their numbers, so that sets of any mixture compare.
   *
   * @param prevalence share of the pairs that should be found, above 0 and below 1
   */
  public double averagePrecisionAtPrevalence(double prevalence) {
    if (!(prevalence > 0 && prevalence < 1)) {
      throw new IllegalArgumentException("a prevalence is between 0 and 1, got " + prevalence);
    }
    double sum = 0;
    for (int tie = 0; tie < ranked.length; tie++) {
      long foundHere = found[tie] - foundBefore(tie);
      double rightly = prevalence * found[tie] / positiveCount();
      double wrongly = (1 - prevalence) * (ranked[tie] - found[tie]) / negativeCount();
      sum += foundHere == 0 ? 0 : foundHere * (rightly / (rightly + wrongly));
    }
    return sum / positiveCount();
  }

  /**
   * The share of the {@code k} highest that should be found; of all pairs where there are fewer. Of
   * a tie that only partly fits the same share counts as the whole tie has: what a random order
   * within it gives on average.
   *
   * @param k at least 1
   */
  public double precisionAt(int k) {
    return foundAt(k) / Math.min(k, ranked[ranked.length - 1]);
  }

  /**
   * The share of what should be found that is among the {@code k} highest, ties as in precision.
   */
  public double recallAt(int k) {
    return foundAt(k) / positiveCount();
  }

  private double foundAt(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    for (int tie = 0; tie < ranked.length; tie++) {
      if (ranked[tie] >= k) {
        double share = (double) (k - rankedBefore(tie)) / (ranked[tie] - rankedBefore(tie));
        return foundBefore(tie) + share * (found[tie] - foundBefore(tie));
      }
    }
    return positiveCount();
  }

  /**
   * The largest share of what should be found that a threshold reaches without reporting more than
   * {@code rate} of the harmless pairs. A tie is reported as a whole or not at all.
   *
   * @param rate the share of harmless pairs that may be reported, 0 to 1
   */
  public double recallAtFalsePositiveRate(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("a rate is from 0 to 1, got " + rate);
    }
    long best = 0;
    for (int tie = 0; tie < ranked.length; tie++) {
      if (ranked[tie] - found[tie] <= rate * negativeCount()) {
        best = found[tie];
      }
    }
    return (double) best / positiveCount();
  }

  /**
   * The precision at the threshold of {@link #recallAtFalsePositiveRate}; 0 where that threshold
   * finds nothing.
   *
   * @param rate the share of harmless pairs that may be reported, 0 to 1
   */
  public double precisionAtFalsePositiveRate(double rate) {
    long best = Math.round(recallAtFalsePositiveRate(rate) * positiveCount());
    for (int tie = 0; tie < ranked.length; tie++) {
      if (best > 0 && found[tie] == best) {
        return (double) best / ranked[tie];
      }
    }
    return 0;
  }

  /**
   * The ranking of as many pairs drawn with replacement, of each label as many as there are: one
   * replicate of a stratified bootstrap.
   *
   * @param random where draws come from
   */
  public RankingMetrics resampled(RandomGenerator random) {
    long[] missed = new long[found.length];
    for (int tie = 0; tie < missed.length; tie++) {
      missed[tie] = ranked[tie] - found[tie];
    }
    long[] foundDraws = drawn(found, random);
    long[] missedDraws = drawn(missed, random);
    long[] rankedAgain = new long[found.length];
    long[] foundAgain = new long[found.length];
    int ties = 0;
    long rankedSoFar = 0;
    long foundSoFar = 0;
    for (int tie = 0; tie < found.length; tie++) {
      if (foundDraws[tie] + missedDraws[tie] > 0) {
        foundSoFar += foundDraws[tie];
        rankedSoFar += foundDraws[tie] + missedDraws[tie];
        rankedAgain[ties] = rankedSoFar;
        foundAgain[ties++] = foundSoFar;
      }
    }
    return new RankingMetrics(Arrays.copyOf(rankedAgain, ties), Arrays.copyOf(foundAgain, ties));
  }

  /** How often each tie is drawn; {@code upTo} has the sizes added up. */
  private static long[] drawn(long[] upTo, RandomGenerator random) {
    long[] draws = new long[upTo.length];
    long total = upTo[upTo.length - 1];
    for (long i = 0; i < total; i++) {
      long wanted = random.nextLong(total);
      int low = 0;
      int high = upTo.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (upTo[middle] > wanted) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      draws[low]++;
    }
    return draws;
  }

  private long foundBefore(int tie) {
    return tie == 0 ? 0 : found[tie - 1];
  }

  private long rankedBefore(int tie) {
    return tie == 0 ? 0 : ranked[tie - 1];
  }
}
