package dev.byoml.transforms.matrix;

import dev.byoml.model.matrix.AccessMatrixBuilder;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param firstDays days of the first accesses, since 1970 in UTC; empty where not known
 */
public record AccessMatrixPart(
    List<String> users,
    List<String> resources,
    long[] counts,
    double[] likelihoods,
    int[] firstDays) {

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
        || likelihoods.length != counts.length
        || (firstDays.length != 0 && firstDays.length != counts.length)) {
      throw new IllegalArgumentException("the columns of an access matrix part differ in length");
    }
  }

  /** Number of entries. */
  public int size() {
    return counts.length;
  }

  /** Adds all entries to a matrix. */
  public void addTo(AccessMatrixBuilder builder) {
    builder.addAll(users, resources, counts, likelihoods, firstDays);
  }

  /**
   * Splits the entries by their users: all entries of a user, of this and of other parts, come to
   * the same place.
   *
   * @param places number of places
   * @return one part for each place, some perhaps empty
   */
  public List<AccessMatrixPart> splitByUser(int places) {
    int[] ends = new int[places + 1];
    int[] placeOf = new int[size()];
    for (int i = 0; i < placeOf.length; i++) {
      // The golden ratio parts the hash codes of similar names.
      placeOf[i] = (users.get(i).hashCode() * 0x9E3779B9 >>> 1) % places;
      ends[placeOf[i] + 1]++;
    }
    for (int place = 0; place < places; place++) {
      ends[place + 1] += ends[place];
    }
    int[] next = ends.clone();
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      order[next[placeOf[i]]++] = i;
    }
    List<AccessMatrixPart> split = new ArrayList<>(places);
    for (int place = 0; place < places; place++) {
      int[] some = Arrays.copyOfRange(order, ends[place], ends[place + 1]);
      split.add(
          new AccessMatrixPart(
              Arrays.stream(some).mapToObj(users::get).toList(),
              Arrays.stream(some).mapToObj(resources::get).toList(),
              Arrays.stream(some).mapToLong(i -> counts[i]).toArray(),
              Arrays.stream(some).mapToDouble(i -> likelihoods[i]).toArray(),
              firstDays.length == 0
                  ? firstDays
                  : Arrays.stream(some).map(i -> firstDays[i]).toArray()));
    }
    return split;
  }
}
