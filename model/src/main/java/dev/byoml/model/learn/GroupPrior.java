package dev.byoml.model.learn;

import dev.byoml.model.als.Factors;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.Directions;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves users towards the mean of their {@link PeerGroups}. With {@code n} the resources a user
 * touched, {@code d} the direction of the user's factors, {@code g} that of the sum of the
 * directions of the group's members, and {@code k} the strength, the new direction is that of
 * {@code n·d + k·g}; the length of the factors stays.
 */
final class GroupPrior {
  private GroupPrior() {}

  /**
   * The moved factors.
   *
   * @param accesses who touched what
   * @param users factors of the users
   * @param groups who belongs together
   * @return the factors, those of users without a group or without a direction as they were
   */
  static Factors of(AccessMatrix accesses, Factors users, PeerGroups groups) {
    Directions directions = new Directions(users);
    int[] group = new int[accesses.users().size()];
    Map<String, Integer> numbers = new TreeMap<>();
    for (int user = 0; user < group.length; user++) {
      group[user] =
          groups
              .group(accesses.tenant(), accesses.users().get(user))
              .map(name -> numbers.computeIfAbsent(name, n -> numbers.size()))
              .orElse(-1);
    }
    double[][] sums = new double[numbers.size()][users.rank()];
    for (int user = 0; user < group.length; user++) {
      if (group[user] >= 0 && directions.has(user)) {
        directions.add(sums[group[user]], user, 1);
      }
    }
    double[] moved = users.values().clone();
    for (int user = 0; user < group.length; user++) {
      if (group[user] >= 0 && directions.has(user)) {
        move(accesses, directions, user, sums[group[user]], groups.strength(), moved);
      }
    }
    return new Factors(users.rank(), moved);
  }

  private static void move(
      AccessMatrix accesses,
      Directions directions,
      int user,
      double[] group,
      double strength,
      double[] moved) {
    int rank = group.length;
    int touched = accesses.likelihoods().rowEnd(user) - accesses.likelihoods().rowStart(user);
    double[] sum = new double[rank];
    directions.add(sum, user, touched);
    double share = strength / length(group);
    for (int k = 0; k < rank; k++) {
      sum[k] += share * group[k];
    }
    double scale = directions.length(user) / length(sum);
    if (Double.isFinite(share) && Double.isFinite(scale)) {
      for (int k = 0; k < rank; k++) {
        moved[user * rank + k] = scale * sum[k];
      }
    }
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
