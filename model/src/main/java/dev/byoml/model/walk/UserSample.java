package dev.byoml.model.walk;

import dev.byoml.model.als.Hash;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import java.util.List;

/**
 * Which users a walk passes through. All of them, where that takes no more than {@value
 * #MOST_STEPS} steps over all users of the tenant. Else a resource that more than {@value
 * #FEWEST_OF_POPULAR} users touched is popular, and walks pass through one of some of its users:
 * the same users for all popular resources, drawn by a hash of their ids, and as many as the steps
 * allow. Sums are scaled up, so that their expectation stays.
 */
final class UserSample {
  private static final long MOST_STEPS = 2_000_000_000L;
  private static final int FEWEST_OF_POPULAR = 1024;
  private static final int MOST_HALVINGS = 10;
  private static final long SEED = 24;

  private final int oneOf;
  private final boolean[] included;
  private final boolean[] popular;
  private final int[] counts;

  private UserSample(int oneOf, boolean[] included, boolean[] popular, int[] counts) {
    this.oneOf = oneOf;
    this.included = included;
    this.popular = popular;
    this.counts = counts;
  }

  /** The sample of a tenant. */
  static UserSample of(AccessMatrix accesses) {
    return of(accesses.users(), accesses.likelihoods().transpose(), MOST_STEPS);
  }

  /**
   * The same with another limit.
   *
   * @param ids ids of the users
   * @param byResource a row for each resource, with its users
   * @param mostSteps how many steps over all users are not too many
   */
  static UserSample of(List<String> ids, CompressedRows byResource, long mostSteps) {
    int oneOf = 1;
    while (steps(byResource, oneOf) > mostSteps && oneOf < 1 << MOST_HALVINGS) {
      oneOf *= 2;
    }
    boolean[] included = new boolean[ids.size()];
    for (int user = 0; user < included.length; user++) {
      included[user] = (Hash.of(SEED, ids.get(user)) & (oneOf - 1)) == 0;
    }
    boolean[] popular = new boolean[byResource.rowCount()];
    int[] counts = new int[popular.length];
    for (int resource = 0; resource < popular.length; resource++) {
      int users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      popular[resource] = oneOf > 1 && users > FEWEST_OF_POPULAR;
      counts[resource] = popular[resource] ? users / oneOf : users;
    }
    return new UserSample(oneOf, included, popular, counts);
  }

  private static double steps(CompressedRows byResource, int oneOf) {
    double steps = 0;
    for (int resource = 0; resource < byResource.rowCount(); resource++) {
      double users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      steps += users * (users > FEWEST_OF_POPULAR ? users / oneOf : users);
    }
    return steps;
  }

  /** How many users each one of the sample stands for. */
  int oneOf() {
    return oneOf;
  }

  /** Whether walks pass through a sample of the resource's users only. */
  boolean isPopular(int resource) {
    return popular[resource];
  }

  /** Whether a user is in the sample. */
  boolean includes(int user) {
    return included[user];
  }

  /** Whether walks between a user and a resource are counted. */
  boolean includes(int resource, int user) {
    return !popular[resource] || included[user];
  }

  /** About how many of a resource's users walks pass through. */
  int countOf(int resource) {
    return counts[resource];
  }
}
