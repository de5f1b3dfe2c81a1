package dev.byoml.model.matrix;

import java.util.Arrays;

/**
 * The connected components of one tenant's accesses: users and resources that a chain of accesses
 * links are in the same community.
 *
 * <p>Communities are numbered from 0 by decreasing number of members (users and resources
 * together); of equally large ones the one with the smallest user index comes first. So the same
 * accesses give the same numbers.
 */
public final class Communities {
  private final int[] userCommunities;
  private final int[] resourceCommunities;
  private final int[] userCounts;
  private final int[] resourceCounts;

  /**
   * Wraps known communities. The arrays are shared, not copied: whoever passes them in does not
   * change them later.
   *
   * @param userCommunities number of the community of each user
   * @param resourceCommunities number of the community of each resource
   * @throws IllegalArgumentException if a number is negative or left out
   */
  public Communities(int[] userCommunities, int[] resourceCommunities) {
    this.userCommunities = userCommunities;
    this.resourceCommunities = resourceCommunities;
    int highest =
        Math.max(
            Arrays.stream(userCommunities).max().orElse(-1),
            Arrays.stream(resourceCommunities).max().orElse(-1));
    if (highest >= userCommunities.length + resourceCommunities.length) {
      throw new IllegalArgumentException("there cannot be a community " + highest);
    }
    userCounts = sizes(userCommunities, highest + 1);
    resourceCounts = sizes(resourceCommunities, highest + 1);
    for (int community = 0; community <= highest; community++) {
      if (userCounts[community] + resourceCounts[community] == 0) {
        throw new IllegalArgumentException("community " + community + " has no members");
      }
    }
  }

  /**
   * Finds the communities of an access matrix.
   *
   * @param accesses one row for each user, one column for each resource; a stored value is an
   *     access
   */
  public static Communities of(CompressedRows accesses) {
    int users = accesses.rowCount();
    DisjointSets sets = new DisjointSets(users + accesses.columnCount());
    for (int user = 0; user < users; user++) {
      for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
        sets.unite(user, users + accesses.column(position));
      }
    }
    int[] numbers = sets.numbersByDecreasingSize();
    return new Communities(
        Arrays.copyOfRange(numbers, 0, users), Arrays.copyOfRange(numbers, users, numbers.length));
  }

  private static int[] sizes(int[] communities, int count) {
    int[] sizes = new int[count];
    for (int community : communities) {
      if (community < 0) {
        throw new IllegalArgumentException("there cannot be a community " + community);
      }
      sizes[community]++;
    }
    return sizes;
  }

  /** Number of communities. */
  public int count() {
    return userCounts.length;
  }

  /** The community of a user, from 0 to {@link #count()} - 1. */
  public int userCommunity(int user) {
    return userCommunities[user];
  }

  /** The community of a resource, from 0 to {@link #count()} - 1. */
  public int resourceCommunity(int resource) {
    return resourceCommunities[resource];
  }

  /** Number of users in a community. */
  public int userCount(int community) {
    return userCounts[community];
  }

  /** Number of resources in a community. */
  public int resourceCount(int community) {
    return resourceCounts[community];
  }
}
