package dev.byoml.model.learn;

import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TrainingQuality;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Compares training accesses with pairs drawn from all pairs that were never seen. */
final class QualityEstimate {
  private static final int MOST_PAIRS = 1_000_000;

  /** In a nearly full matrix most draws hit an access; after so many the sample stays smaller. */
  private static final int DRAWS_PER_PAIR = 20;

  private final AccessMatrix accesses;
  private final int[] users;
  private final Communities communities;
  private final PairAffinity affinity;
  private final Standardization standardization;

  /**
   * Prepares an estimate.
   *
   * @param users whose pairs are drawn
   */
  QualityEstimate(
      AccessMatrix accesses,
      int[] users,
      Communities communities,
      PairAffinity affinity,
      Standardization standardization) {
    this.accesses = accesses;
    this.users = users;
    this.communities = communities;
    this.affinity = affinity;
    this.standardization = standardization;
  }

  /**
   * The quality of the model.
   *
   * @param trainingScores scores of the users' training accesses, ascending
   */
  TrainingQuality of(double[] trainingScores) {
    int wanted = Math.min(trainingScores.length, MOST_PAIRS);
    int resources = accesses.resources().size();
    int[] userOf = new int[wanted];
    int[] resourceOf = new int[wanted];
    int sampled = 0;
    for (long draw = 0; sampled < wanted && draw < (long) wanted * DRAWS_PER_PAIR; draw++) {
      int user = users[uniform(2 * draw, users.length)];
      int resource = uniform(2 * draw + 1, resources);
      if (accesses.likelihoods().position(user, resource) < 0) {
        userOf[sampled] = user;
        resourceOf[sampled++] = resource;
      }
    }
    double[] values = affinities(userOf, resourceOf, sampled);
    double[] scores = new double[sampled];
    double affinities = 0;
    for (int i = 0; i < sampled; i++) {
      affinities += values[i];
      scores[i] =
          affinity.spansCommunities()
                  || communities.userCommunity(userOf[i])
                      == communities.resourceCommunity(resourceOf[i])
              ? standardization.score(values[i])
              : Double.POSITIVE_INFINITY;
    }
    Arrays.sort(scores, 0, sampled);
    return new TrainingQuality(
        sampled == 0 ? null : areaUnderCurve(trainingScores, scores, sampled),
        standardization.mean(),
        sampled == 0 ? null : affinities / sampled,
        sampled);
  }

  /** The affinities of pairs, computed user by user. */
  private double[] affinities(int[] userOf, int[] resourceOf, int count) {
    int rows = accesses.users().size();
    int[] ends = new int[rows + 1];
    for (int i = 0; i < count; i++) {
      ends[userOf[i] + 1]++;
    }
    for (int user = 0; user < rows; user++) {
      ends[user + 1] += ends[user];
    }
    int[] next = ends.clone();
    int[] order = new int[count];
    int[] resources = new int[count];
    for (int i = 0; i < count; i++) {
      int position = next[userOf[i]]++;
      order[position] = i;
      resources[position] = resourceOf[i];
    }
    double[] values = new double[count];
    IntStream each = IntStream.range(0, rows);
    (count > TenantModelFactory.MOST_OF_ONE_THREAD ? each.parallel() : each)
        .filter(user -> ends[user] < ends[user + 1])
        .forEach(
            user -> {
              double[] ofUser = new double[ends[user + 1] - ends[user]];
              affinity.of(user, resources, ends[user], ends[user + 1], ofUser);
              for (int i = 0; i < ofUser.length; i++) {
                values[order[ends[user] + i]] = ofUser[i];
              }
            });
    return values;
  }

  /** A number from 0 to {@code bound} - 1 that depends on {@code draw} only. */
  private static int uniform(long draw, int bound) {
    return (int) Long.remainderUnsigned(SplitMix64.draw(draw), bound);
  }

  /** Walks both ascending lists at once. */
  private static double areaUnderCurve(double[] training, double[] sampled, int sampledCount) {
    double wins = 0;
    int lower = 0;
    int notHigher = 0;
    for (int i = 0; i < sampledCount; i++) {
      while (lower < training.length && training[lower] < sampled[i]) {
        lower++;
      }
      while (notHigher < training.length && training[notHigher] <= sampled[i]) {
        notHigher++;
      }
      wins += lower + 0.5 * (notHigher - lower);
    }
    return wins / ((double) training.length * sampledCount);
  }
}
