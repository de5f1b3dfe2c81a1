package dev.byoml.model.learn;

import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * The moved factors, in double precision.
   *
   * @param accesses who touched what
   * @param rank number of factors of a user
   * @param users factors of the users, row after row
   * @param groups who belongs together
   * @return the factors, those of users without a group or without a direction as they were
   */
  static double[] of(AccessMatrix accesses, int rank, double[] users, PeerGroups groups) {
    double[] directions = Neighbourhoods.directions(rank, users.clone());
    Map<String, double[]> sums = new TreeMap<>();
    List<Optional<String>> group = new ArrayList<>();
    for (int user = 0; user < accesses.users().size(); user++) {
      group.add(groups.group(accesses.tenant(), accesses.users().get(user)));
      if (group.get(user).isPresent()) {
        add(
            1,
            directions,
            user,
            sums.computeIfAbsent(group.get(user).get(), g -> new double[rank]));
      }
    }
    double[] moved = users.clone();
    for (int user = 0; user < group.size(); user++) {
      if (group.get(user).isPresent()) {
        double[] direction = new double[rank];
        int touched = accesses.likelihoods().rowEnd(user) - accesses.likelihoods().rowStart(user);
        add(touched, directions, user, direction);
        move(user, direction, sums.get(group.get(user).get()), groups.strength(), moved);
      }
    }
    return moved;
  }

  private static void add(int times, double[] directions, int user, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += times * directions[user * sum.length + k];
    }
  }

  private static void move(
      int user, double[] direction, double[] group, double strength, double[] users) {
    int rank = group.length;
    double share = strength / Neighbourhoods.length(rank, group, 0);
    for (int k = 0; k < rank; k++) {
      direction[k] += share * group[k];
    }
    double length = Neighbourhoods.length(rank, users, user * rank);
    double scale = length / Neighbourhoods.length(rank, direction, 0);
    if (length > 0 && Double.isFinite(share) && Double.isFinite(scale)) {
      for (int k = 0; k < rank; k++) {
        users[user * rank + k] = scale * direction[k];
      }
    }
  }
}
