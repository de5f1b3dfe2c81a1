package dev.byoml.model.matrix;

import java.util.Collections;
import java.util.List;

/**
 * The users and resources of a tenant, or of some of its accesses, in the order in which they are
 * numbered.
 *
 * @param users ids, ascending by UTF-16 code unit, without repetition
 * @param resources ids, in the same order
 */
public record TenantIds(List<String> users, List<String> resources) {
  /** Keeps the lists unmodifiable. */
  public TenantIds {
    users = List.copyOf(users);
    resources = List.copyOf(resources);
  }

  /** The users and resources that are in any of {@code several}. */
  public static TenantIds union(Iterable<TenantIds> several) {
    Dictionary users = new Dictionary();
    Dictionary resources = new Dictionary();
    for (TenantIds some : several) {
      some.users().forEach(users::number);
      some.resources().forEach(resources::number);
    }
    return new TenantIds(users.sortedIds(), resources.sortedIds());
  }

  /**
   * The numbers of some of the users.
   *
   * @param some ids of users, all of which are here
   * @return for each its number, from 0
   */
  public int[] userNumbers(List<String> some) {
    return numbers(some, users);
  }

  /**
   * The numbers of some of the resources.
   *
   * @param some ids of resources, all of which are here
   * @return for each its number, from 0
   */
  public int[] resourceNumbers(List<String> some) {
    return numbers(some, resources);
  }

  private static int[] numbers(List<String> some, List<String> all) {
    int[] numbers = new int[some.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Collections.binarySearch(all, some.get(i));
      if (numbers[i] < 0) {
        throw new IllegalArgumentException("the tenant has no " + some.get(i));
      }
    }
    return numbers;
  }
}
