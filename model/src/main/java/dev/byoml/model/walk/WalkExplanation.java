package dev.byoml.model.walk;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;

/** Says in words which ways lead from a user to a resource. */
final class WalkExplanation {
  private static final int LONGEST_ID = 200;

  private final AccessMatrix matrix;
  private final CompressedRows byUser;
  private final CompressedRows byResource;
  private final double[] resourceWeights;

  WalkExplanation(AccessMatrix matrix, CompressedRows byResource, double[] resourceWeights) {
    this.matrix = matrix;
    this.byUser = matrix.likelihoods();
    this.byResource = byResource;
    this.resourceWeights = resourceWeights;
  }

  /** One sentence about a user and a resource. */
  String of(int user, int resource) {
    Ways ways = new Ways(user, resource);
    String who = shortened(matrix.users().get(user));
    String what = shortened(matrix.resources().get(resource));
    if (ways.users == 0) {
      return "nobody else uses %s".formatted(what);
    }
    if (ways.sharing == 0) {
      return ways.users == 1
          ? "the one user of %s shares nothing with %s".formatted(what, who)
          : "none of the %d who use %s shares anything with %s".formatted(ways.users, what, who);
    }
    String others =
        switch (ways.users - ways.sharing) {
          case 0 -> "";
          case 1 -> "; the other one shares nothing with " + who;
          default ->
              "; none of the other %d shares anything with %s"
                  .formatted(ways.users - ways.sharing, who);
        };
    String also = ways.sharing == 1 ? "also uses" : "also use";
    return "%d of the %d who use %s %s %s%s%s"
        .formatted(ways.sharing, ways.users, what, also, best(ways), more(ways, who), others);
  }

  private String best(Ways ways) {
    return shortened(matrix.resources().get(ways.strongest));
  }

  private static String more(Ways ways, String who) {
    return ways.between == 1
        ? ""
        : " or %s of %s's resources".formatted(count(ways.between - 1), who);
  }

  private static String count(int more) {
    return more == 1 ? "1 more" : more + " more";
  }

  private static String shortened(String id) {
    return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID - 1) + "…";
  }

  /** What lies between a user and a resource. */
  private final class Ways {
    private final int users;
    private final int sharing;
    private final int between;
    private final int strongest;

    Ways(int user, int resource) {
      double[] weights = new double[byUser.rowEnd(user) - byUser.rowStart(user)];
      int others = 0;
      int alike = 0;
      for (int q = byResource.rowStart(resource); q < byResource.rowEnd(resource); q++) {
        int other = byResource.column(q);
        if (other != user) {
          others++;
          alike += addShared(user, other, resource, weights) ? 1 : 0;
        }
      }
      int ways = 0;
      int best = 0;
      for (int i = 0; i < weights.length; i++) {
        ways += weights[i] > 0 ? 1 : 0;
        best = weights[i] > weights[best] ? i : best;
      }
      users = others;
      sharing = alike;
      between = ways;
      strongest = byUser.column(byUser.rowStart(user) + best);
    }

    private boolean addShared(int user, int other, int resource, double[] weights) {
      boolean any = false;
      int q = byUser.rowStart(other);
      for (int i = 0; i < weights.length; i++) {
        int own = byUser.column(byUser.rowStart(user) + i);
        while (q < byUser.rowEnd(other) && byUser.column(q) < own) {
          q++;
        }
        if (own != resource && q < byUser.rowEnd(other) && byUser.column(q) == own) {
          weights[i] += resourceWeights[own];
          any = true;
        }
      }
      return any;
    }
  }
}
