package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import java.util.Arrays;

/**
 * Accesses that are being added up, each (tenant, user, resource) once, numbered from 0 in the
 * order in which they were first met. Names are kept once, and numbered in the same way.
 */
public final class AccessTable {
  private static final int FIRST_SIZE = 16;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Names names = new Names();

  /** Numbers of names, three for each access. */
  private int[] keys = new int[3 * FIRST_SIZE];

  private AccessAccumulator[] accumulators = new AccessAccumulator[FIRST_SIZE];
  private int size;

  /** For each slot the number of the access in it and one, or 0. */
  private int[] slots = new int[2 * FIRST_SIZE];

  /** No access yet. */
  public AccessTable() {}

  /** Number of accesses. */
  public int size() {
    return size;
  }

  /** The names of tenants, users and resources, and others that go with them. */
  Names names() {
    return names;
  }

  /** Number of the tenant's name. */
  int tenant(int access) {
    return keys[3 * access];
  }

  /** Number of the user's name. */
  int user(int access) {
    return keys[3 * access + 1];
  }

  /** Number of the resource's name. */
  int resource(int access) {
    return keys[3 * access + 2];
  }

  /** Who touched what. */
  public AccessKey key(int access) {
    return new AccessKey(
        names.name(tenant(access)), names.name(user(access)), names.name(resource(access)));
  }

  /** What the accesses add up to. */
  public AccessSummary summary(int access) {
    return accumulators[access].summary();
  }

  /** What the accesses add up to so far. */
  AccessAccumulator accumulator(int access) {
    return accumulators[access];
  }

  /** The accumulator of a (tenant, user, resource). */
  AccessAccumulator of(String tenant, String user, String resource) {
    int access = number(names.number(tenant), names.number(user), names.number(resource));
    if (accumulators[access] == null) {
      accumulators[access] = new AccessAccumulator();
    }
    return accumulators[access];
  }

  /** Adds an accumulator, which is not to be used otherwise, by the numbers of the names. */
  void add(int tenant, int user, int resource, AccessAccumulator added) {
    int access = number(tenant, user, resource);
    if (accumulators[access] == null) {
      accumulators[access] = added;
    } else {
      accumulators[access].merge(added);
    }
  }

  /** Adds all of another table, which is not to be used otherwise. */
  public void addAll(AccessTable other) {
    int[] numbers = new int[other.names.size()];
    for (int name = 0; name < numbers.length; name++) {
      numbers[name] = names.number(other.names.name(name));
    }
    for (int access = 0; access < other.size; access++) {
      add(
          numbers[other.tenant(access)],
          numbers[other.user(access)],
          numbers[other.resource(access)],
          other.accumulators[access]);
    }
  }

  /** The number of an access, which is added without an accumulator if it is not known. */
  private int number(int tenant, int user, int resource) {
    int slot = slot(tenant, user, resource);
    while (slots[slot] != 0) {
      int at = 3 * (slots[slot] - 1);
      if (keys[at + 2] == resource && keys[at + 1] == user && keys[at] == tenant) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & slots.length - 1;
    }
    if (size == accumulators.length) {
      grow();
      slot = freeSlot(tenant, user, resource);
    }
    keys[3 * size] = tenant;
    keys[3 * size + 1] = user;
    keys[3 * size + 2] = resource;
    slots[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    int room = 2 * accumulators.length;
    accumulators = Arrays.copyOf(accumulators, room);
    keys = Arrays.copyOf(keys, 3 * room);
    slots = new int[2 * room];
    for (int access = 0; access < size; access++) {
      slots[freeSlot(tenant(access), user(access), resource(access))] = access + 1;
    }
  }

  private int freeSlot(int tenant, int user, int resource) {
    int slot = slot(tenant, user, resource);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int slot(int tenant, int user, int resource) {
    long mixed = ((tenant * MULTIPLIER + user) * MULTIPLIER + resource) * MULTIPLIER;
    return (int) (mixed >>> 32) & slots.length - 1;
  }
}
