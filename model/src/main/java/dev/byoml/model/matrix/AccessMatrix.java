package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who touched what within one tenant, and how much: the user × resource matrix that is factorized.
 *
 * <p>Users and resources are numbered in the order of their ids, so the same accesses give the same
 * matrix whatever order they arrived in.
 *
 * @param tenant the tenant all accesses belong to
 * @param users ids of the rows, ascending by UTF-16 code unit, without repetition
 * @param resources ids of the columns, in the same order
 * @param likelihoods accesses per active day, one row for each user
 * @param counts number of accesses of each stored value of {@code likelihoods}, in the same order;
 *     {@link Integer#MAX_VALUE} stands for that many or more
 * @param firstDays day of the first access of each, since 1970 in UTC; empty where it is not known
 */
public record AccessMatrix(
    String tenant,
    List<String> users,
    List<String> resources,
    CompressedRows likelihoods,
    int[] counts,
    int[] firstDays) {

  /**
   * Checks that the values fit together.
   *
   * @throws IllegalArgumentException if sizes differ
   */
  public AccessMatrix {
    requireNonNull(tenant, "tenant");
    if (users.size() != likelihoods.rowCount()
        || resources.size() != likelihoods.columnCount()
        || counts.length != likelihoods.valueCount()
        || (firstDays.length != 0 && firstDays.length != counts.length)) {
      throw new IllegalArgumentException("the arrays of the access matrix differ in size");
    }
  }

  /** Accesses whose days are not known. */
  public AccessMatrix(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows likelihoods,
      int[] counts) {
    this(tenant, users, resources, likelihoods, counts, new int[0]);
  }

  /** Number of distinct (user, resource) pairs. */
  public int accessCount() {
    return likelihoods.valueCount();
  }
}
