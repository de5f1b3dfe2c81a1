package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Collects the accesses of one tenant, in any order, into an {@link AccessMatrix}. The result does
 * not depend on the order.
 *
 * <p>Needs about 36 bytes for each access while it builds, and the ids once. Not safe for use by
 * several threads.
 */
public final class AccessMatrixBuilder {
  private static final int MOST_ACCESSES = Integer.MAX_VALUE - 8;

  private final String tenant;
  private final Dictionary users = new Dictionary();
  private final Dictionary resources = new Dictionary();
  private final AccessTable accesses = new AccessTable();
  private boolean daysKnown = true;

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
    add(user, resource, count, likelihood, 0);
    daysKnown = false;
    return this;
  }

  /**
   * The same where it is known when the first of them was.
   *
   * @param firstDay day of the first access, since 1970 in UTC
   */
  public AccessMatrixBuilder add(
      String user, String resource, long count, double likelihood, int firstDay) {
    checkNumbers(count, likelihood);
    checkRoomFor(1);
    addNumbered(users.number(user), resources.number(resource), count, likelihood, firstDay);
    return this;
  }

  /**
   * Adds many accesses at once, faster than one by one. Adds none if one of them is refused.
   *
   * @param userIds for each access its user
   * @param resourceIds for each access its resource
   * @param counts for each access its number, as for {@link #add}
   * @param likelihoods for each access its likelihood, as for {@link #add}
   * @param firstDays for each the day of the first, since 1970 in UTC; empty where not known
   * @return this builder
   * @throws IllegalArgumentException if a number is out of range or the lengths differ
   * @throws IllegalStateException if the matrix cannot hold more accesses (about 2.1 billion)
   */
  public AccessMatrixBuilder addAll(
      List<String> userIds,
      List<String> resourceIds,
      long[] counts,
      double[] likelihoods,
      int[] firstDays) {
    if (userIds.size() != counts.length
        || resourceIds.size() != counts.length
        || likelihoods.length != counts.length
        || (firstDays.length != 0 && firstDays.length != counts.length)) {
      throw new IllegalArgumentException("there are not as many users, resources and numbers");
    }
    for (int i = 0; i < counts.length; i++) {
      checkNumbers(counts[i], likelihoods[i]);
    }
    checkRoomFor(counts.length);
    int[] userNumbers = users.numbers(userIds);
    int[] resourceNumbers = resources.numbers(resourceIds);
    for (int i = 0; i < counts.length; i++) {
      int firstDay = firstDays.length == 0 ? 0 : firstDays[i];
      addNumbered(userNumbers[i], resourceNumbers[i], counts[i], likelihoods[i], firstDay);
    }
    daysKnown &= firstDays.length == counts.length;
    return this;
  }

  private static void checkNumbers(long count, double likelihood) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
    float kept = (float) likelihood;
    if (!(kept > 0) || Float.isInfinite(kept)) {
      throw new IllegalArgumentException("likelihood must be a positive number: " + likelihood);
    }
  }

  private void checkRoomFor(int more) {
    if (more > MOST_ACCESSES - accesses.size()) {
      throw new IllegalStateException("tenant " + tenant + " has too many accesses for one matrix");
    }
  }

  private void addNumbered(int user, int resource, long count, double likelihood, int firstDay) {
    accesses.add(
        user, resource, (int) Math.min(count, Integer.MAX_VALUE), (float) likelihood, firstDay);
  }

  /** Number of pairs added so far. */
  public int accessCount() {
    return accesses.size();
  }

  /**
   * The matrix of all accesses added.
   *
   * @throws IllegalStateException if there are none
   * @throws IllegalArgumentException if a pair was added more than once; names the pair
   */
  public AccessMatrix build() {
    int size = accesses.size();
    if (size == 0) {
      throw new IllegalStateException("tenant " + tenant + " has no accesses");
    }
    List<String> userIds = users.sortedIds();
    List<String> resourceIds = resources.sortedIds();
    int[] rowOfUser = users.positions(userIds);
    int[] columnOfResource = resources.positions(resourceIds);

    int[] offsets = new int[userIds.size() + 1];
    accesses.forEach((user, resource, count, likelihood, day) -> offsets[rowOfUser[user] + 1]++);
    for (int row = 0; row < userIds.size(); row++) {
      offsets[row + 1] += offsets[row];
    }
    int[] next = offsets.clone();
    int[] columns = new int[size];
    float[] likelihoods = new float[size];
    int[] counts = new int[size];
    int[] firstDays = new int[daysKnown ? size : 0];
    accesses.forEach(
        (user, resource, count, likelihood, day) -> {
          int target = next[rowOfUser[user]]++;
          columns[target] = columnOfResource[resource];
          likelihoods[target] = likelihood;
          counts[target] = count;
          if (daysKnown) {
            firstDays[target] = day;
          }
        });
    for (int row = 0; row < userIds.size(); row++) {
      sortRow(offsets[row], offsets[row + 1], columns, likelihoods, counts, firstDays);
    }
    refuseRepetition(userIds, resourceIds, offsets, columns);
    return new AccessMatrix(
        tenant,
        userIds,
        resourceIds,
        new CompressedRows(resourceIds.size(), offsets, columns, likelihoods),
        counts,
        firstDays);
  }

  /** Orders the entries of one row by column. */
  private static void sortRow(
      int start, int end, int[] columns, float[] likelihoods, int[] counts, int[] firstDays) {
    long[] keys = new long[end - start];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) columns[start + i] << Integer.SIZE) | i;
    }
    Arrays.sort(keys);
    float[] likelihoodsBefore = Arrays.copyOfRange(likelihoods, start, end);
    int[] countsBefore = Arrays.copyOfRange(counts, start, end);
    int[] daysBefore =
        firstDays.length == 0 ? firstDays : Arrays.copyOfRange(firstDays, start, end);
    for (int i = 0; i < keys.length; i++) {
      int before = (int) keys[i];
      columns[start + i] = (int) (keys[i] >>> Integer.SIZE);
      likelihoods[start + i] = likelihoodsBefore[before];
      counts[start + i] = countsBefore[before];
      if (daysBefore.length > 0) {
        firstDays[start + i] = daysBefore[before];
      }
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
