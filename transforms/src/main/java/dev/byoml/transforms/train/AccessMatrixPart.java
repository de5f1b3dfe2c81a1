package dev.byoml.transforms.train;

import java.util.List;

/**
 * Some of the entries of one tenant's access matrix, in columns: entry {@code i} says how often
 * {@code users.get(i)} touched {@code resources.get(i)}. A tenant's parts together hold each (user,
 * resource) once.
 *
 * @param users the users
 * @param resources the resources
 * @param counts numbers of accesses
 * @param likelihoods accesses per active day
 */
public record AccessMatrixPart(
    List<String> users, List<String> resources, long[] counts, double[] likelihoods) {

  /**
   * Checks that the columns are of equal length.
   *
   * @throws IllegalArgumentException if they are not
   */
  public AccessMatrixPart {
    users = List.copyOf(users);
    resources = List.copyOf(resources);
    if (users.size() != counts.length
        || resources.size() != counts.length
        || likelihoods.length != counts.length) {
      throw new IllegalArgumentException("the columns of an access matrix part differ in length");
    }
  }

  /** Number of entries. */
  public int size() {
    return counts.length;
  }
}
