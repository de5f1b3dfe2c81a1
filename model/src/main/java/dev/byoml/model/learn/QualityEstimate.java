package dev.byoml.model.learn;

import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TrainingQuality;
import java.util.Arrays;
import java.util.Optional;

/** Compares training accesses with pairs drawn from all pairs that were never seen. */
final class QualityEstimate {
  private static final int MOST_PAIRS = 1_000_000;

  /** In a nearly full matrix most draws hit an access; after so many the sample stays smaller. */
  private static final int DRAWS_PER_PAIR = 20;

  private final int[] users;

  /** The pairs of the user at index {@code u} stand from {@code ends[u]} to {@code ends[u + 1]}. */
  private final int[] ends;

  private final int[] resources;

  /** For each pair as it was drawn, where it stands among those of its user. */
  private final int[] places;

  private final double[] affinities;

  /**
   * Draws pairs.
   *
   * @param users whose pairs are drawn: as many as they have accesses, at most a million
   */
  QualityEstimate(AccessMatrix accesses, int[] users) {
    this.users = users;
    CompressedRows seen = accesses.likelihoods();
    int had = Arrays.stream(users).map(user -> seen.rowEnd(user) - seen.rowStart(user)).sum();
    int wanted = Math.min(had, MOST_PAIRS);
    int[] drawnUsers = new int[wanted];
    int[] drawnResources = new int[wanted];
    int sampled = 0;
    for (long draw = 0; sampled < wanted && draw < (long) wanted * DRAWS_PER_PAIR; draw++) {
      int index = uniform(2 * draw, users.length);
      int resource = uniform(2 * draw + 1, accesses.resources().size());
      if (seen.position(users[index], resource) < 0) {
        drawnUsers[sampled] = index;
        drawnResources[sampled++] = resource;
      }
    }
    this.ends = new int[users.length + 1];
    for (int i = 0; i < sampled; i++) {
      ends[drawnUsers[i] + 1]++;
    }
    for (int index = 0; index < users.length; index++) {
      ends[index + 1] += ends[index];
    }
    this.resources = new int[sampled];
    this.places = new int[sampled];
    this.affinities = new double[sampled];
    int[] next = ends.clone();
    for (int i = 0; i < sampled; i++) {
      places[i] = next[drawnUsers[i]]++;
      resources[places[i]] = drawnResources[i];
    }
  }

  /** Computes the affinities of the pairs of one user, at an index; several threads may. */
  void measure(int index, PairAffinity affinity) {
    int start = ends[index];
    int end = ends[index + 1];
    if (start < end) {
      double[] ofUser = new double[end - start];
      affinity.of(users[index], resources, start, end, ofUser);
      System.arraycopy(ofUser, 0, affinities, start, ofUser.length);
    }
  }

  /**
   * The quality of a model whose affinities were measured for each user.
   *
   * @param trainingScores scores of the users' training accesses, ascending
   * @param communities where a pair across two has the highest score there is
   */
  TrainingQuality of(
      double[] trainingScores, Standardization standardization, Optional<Communities> communities) {
    double[] scores = new double[affinities.length];
    for (int index = 0; index < users.length; index++) {
      for (int place = ends[index]; place < ends[index + 1]; place++) {
        int user = users[index];
        int resource = resources[place];
        boolean reached =
            communities
                .map(found -> found.userCommunity(user) == found.resourceCommunity(resource))
                .orElse(true);
        scores[place] =
            reached ? standardization.score(affinities[place]) : Double.POSITIVE_INFINITY;
      }
    }
    Arrays.sort(scores);
    double sum = 0;
    for (int place : places) {
      sum += affinities[place];
    }
    boolean none = scores.length == 0;
    return new TrainingQuality(
        none ? null : areaUnderCurve(trainingScores, scores),
        standardization.mean(),
        none ? null : sum / scores.length,
        scores.length);
  }

  /** A number from 0 to {@code bound} - 1 that depends on {@code draw} only. */
  private static int uniform(long draw, int bound) {
    return (int) Long.remainderUnsigned(SplitMix64.draw(draw), bound);
  }

  /** Walks both ascending lists at once. */
  private static double areaUnderCurve(double[] training, double[] sampled) {
    double wins = 0;
    int lower = 0;
    int notHigher = 0;
    for (int i = 0; i < sampled.length; i++) {
      while (lower < training.length && training[lower] < sampled[i]) {
        lower++;
      }
      while (notHigher < training.length && training[notHigher] <= sampled[i]) {
        notHigher++;
      }
      wins += lower + 0.5 * (notHigher - lower);
    }
    return wins / ((double) training.length * sampled.length);
  }
}
