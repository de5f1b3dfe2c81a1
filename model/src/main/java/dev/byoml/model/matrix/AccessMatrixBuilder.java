package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Collects the accesses of one tenant, in any order, into an {@link AccessMatrix}. The result does
 * not depend on the order.
 *
 * <p>Needs about 32 bytes for each access while it builds, and the ids once. Not safe for use by
 * several threads.
 */
public final class AccessMatrixBuilder {
  private static final int MOST_ACCESSES = Integer.MAX_VALUE - 8;

  private final String tenant;
  private final Dictionary users = new Dictionary();
  private final Dictionary resources = new Dictionary();
  private final PairColumns pairs = new PairColumns();

  /** Starts a matrix without accesses for {@code tenant}. */
  public AccessMatrixBuilder(String tenant) {
    this.tenant = requireNonNull(tenant, "tenant");
  }

  /**
   * Adds all accesses of one user to one resource. Each pair may be added once; a repetition is
   * found by {@link #build()}.
   *
   * @param user id of the user
   * @param resource id of the resource
   * @param count number of accesses, at least 1; kept up to {@link Integer#MAX_VALUE}
   * @param likelihood accesses per active day, a positive number; kept as a {@code float}
   * @return this builder
   * @throws IllegalArgumentException if a number is out of range
   * @throws IllegalStateException if the matrix cannot hold more accesses (about 2.1 billion)
   */
  public AccessMatrixBuilder add(String user, String resource, long count, double likelihood) {
    float kept = (float) likelihood;
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
    if (!(kept > 0) || Float.isInfinite(kept)) {
      throw new IllegalArgumentException("likelihood must be a positive number: " + likelihood);
    }
    if (pairs.size() == MOST_ACCESSES) {
      throw new IllegalStateException("tenant " + tenant + " has too many accesses for one matrix");
    }
    pairs.add(
        users.number(user),
        resources.number(resource),
        (int) Math.min(count, Integer.MAX_VALUE),
        kept);
    return this;
  }

  /** Number of pairs added so far. */
  public int accessCount() {
    return pairs.size();
  }

  /**
   * The matrix of all accesses added.
   *
   * @throws IllegalStateException if there are none
   * @throws IllegalArgumentException if a pair was added more than once; names the pair
   */
  public AccessMatrix build() {
    int size = pairs.size();
    if (size == 0) {
      throw new IllegalStateException("tenant " + tenant + " has no accesses");
    }
    List<String> userIds = users.sortedIds();
    List<String> resourceIds = resources.sortedIds();
    int[] rows = users.positions(userIds);
    int[] rowColumns = resources.positions(resourceIds);

    // Two stable counting sorts, by resource and then by user, leave every row in column order.
    int[] order = orderByColumn(rowColumns);
    int[] offsets = new int[userIds.size() + 1];
    for (int entry = 0; entry < size; entry++) {
      offsets[rows[pairs.user(entry)] + 1]++;
    }
    accumulate(offsets);
    int[] next = offsets.clone();
    int[] columns = new int[size];
    float[] likelihoods = new float[size];
    int[] counts = new int[size];
    for (int entry : order) {
      int target = next[rows[pairs.user(entry)]]++;
      columns[target] = rowColumns[pairs.resource(entry)];
      likelihoods[target] = pairs.likelihood(entry);
      counts[target] = pairs.count(entry);
    }
    refuseRepetition(userIds, resourceIds, offsets, columns);
    return new AccessMatrix(
        tenant,
        userIds,
        resourceIds,
        new CompressedRows(resourceIds.size(), offsets, columns, likelihoods),
        counts);
  }

  private int[] orderByColumn(int[] rowColumns) {
    int[] next = new int[rowColumns.length + 1];
    for (int entry = 0; entry < pairs.size(); entry++) {
      next[rowColumns[pairs.resource(entry)] + 1]++;
    }
    accumulate(next);
    int[] order = new int[pairs.size()];
    for (int entry = 0; entry < order.length; entry++) {
      order[next[rowColumns[pairs.resource(entry)]]++] = entry;
    }
    return order;
  }

  private static void accumulate(int[] offsets) {
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] += offsets[i - 1];
    }
  }

  private void refuseRepetition(
      List<String> userIds, List<String> resourceIds, int[] offsets, int[] columns) {
    for (int row = 0; row < userIds.size(); row++) {
      for (int position = offsets[row] + 1; position < offsets[row + 1]; position++) {
        if (columns[position] == columns[position - 1]) {
          throw new IllegalArgumentException(
              "the access of user %s to resource %s was added more than once for tenant %s"
                  .formatted(userIds.get(row), resourceIds.get(columns[position]), tenant));
        }
      }
    }
  }
}
