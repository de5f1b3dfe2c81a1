package dev.byoml.model.walk;

import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import java.util.List;

/**
 * Which users a walk passes through. All of them, where that takes no more than {@value
 * #MOST_STEPS} steps over all users of the tenant. Else a resource that more than {@value
 * #FEWEST_OF_POPULAR} users touched is popular, and walks pass through one of some of its users:
 * the same users for all popular resources, drawn by a hash of their ids, and as many as the steps
 * allow. Sums are scaled up, so that their expectation stays.
 */
final class UserSample {
  /** So many steps over all users of a tenant are not too many. */
  static final long MOST_STEPS = 2_000_000_000L;

  /** A resource with more users may be popular. */
  static final int FEWEST_OF_POPULAR = 1024;

  private static final int MOST_HALVINGS = 10;
  private static final long SEED = 24;

  private final int oneOf;
  private final boolean[] included;
  private final boolean[] popular;

  private UserSample(int oneOf, boolean[] included, boolean[] popular) {
    this.oneOf = oneOf;
    this.included = included;
    this.popular = popular;
  }

  /**
   * The sample of a tenant.
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
      included[user] = (SplitMix64.of(SEED, ids.get(user)) & (oneOf - 1)) == 0;
    }
    boolean[] popular = new boolean[byResource.rowCount()];
    for (int resource = 0; resource < popular.length; resource++) {
      int users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      popular[resource] = oneOf > 1 && users > FEWEST_OF_POPULAR;
    }
    return new UserSample(oneOf, included, popular);
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

  /**
   * The users of each resource that walks pass through.
   *
   * @param byResource a row for each resource, with all its users
   */
  CompressedRows waysOf(CompressedRows byResource) {
    if (oneOf == 1) {
      return byResource;
    }
    int[] offsets = new int[byResource.rowCount() + 1];
    int[] users = new int[byResource.valueCount()];
    int count = 0;
    for (int resource = 0; resource < byResource.rowCount(); resource++) {
      for (int p = byResource.rowStart(resource); p < byResource.rowEnd(resource); p++) {
        int user = byResource.column(p);
        if (!popular[resource] || included[user]) {
          users[count++] = user;
        }
      }
      offsets[resource + 1] = count;
    }
    return new CompressedRows(
        byResource.columnCount(), offsets, Arrays.copyOf(users, count), new float[count]);
  }
}
