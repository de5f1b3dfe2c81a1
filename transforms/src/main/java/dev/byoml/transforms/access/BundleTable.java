package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.AccessNames;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.RowIdentity;
import dev.byoml.transforms.parse.Tuples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToIntBiFunction;

/**
 * Accesses of one window on their way into a shuffle, which spreads them over groups. A row with an
 * identity is written out as it comes, in the form in which it is shuffled: which access it is of
 * is looked up behind the shuffle, where a group's accesses fit into a processor's cache, and
 * repeated rows are found there. Other events are added up.
 */
final class BundleTable {
  private static final int FIRST_SIZE = 16;

  private final AccessNames names;
  private final ToIntBiFunction<String, String> groupOfUser;
  private final Group[] groups;

  /**
   * Of each actor the number of its group and its place in the group's part, counted from 1; 0 if
   * it is not in it.
   */
  private long[] actorPlaces = new long[FIRST_SIZE];

  /** Of each address the number of a group and the place in its part that it got last, or 0. */
  private long[] addressPlaces = new long[FIRST_SIZE];

  private int addedUp;

  /**
   * An empty table.
   *
   * @param names where names are numbered
   * @param groups number of groups
   * @param groupOfUser the group of a tenant and a user
   */
  BundleTable(AccessNames names, int groups, ToIntBiFunction<String, String> groupOfUser) {
    this.names = names;
    this.groups = new Group[groups];
    this.groupOfUser = groupOfUser;
  }

  /** Events without an identity of one access. */
  private static final class AddedUp {
    private final AnonymousAccesses events = new AnonymousAccesses();
    private long duplicates;
  }

  /** Places of the numbers that occur in a part. */
  private static final class Places {
    private int[] numbers = new int[FIRST_SIZE];
    private int size;

    /** Gives a number the next place; returns it counted from 1. */
    int add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
      return size;
    }
  }

  /** What is put out next for a group. */
  private static final class Group {
    private final Places actors = new Places();
    private final Places targets = new Places();
    private final Places addresses = new Places();
    private final PartWriter rows = new PartWriter();
    private final Map<AccessKey, AddedUp> addedUp = new LinkedHashMap<>();

    /** Of each target its place, counted from 1; 0 if it has none. */
    private int[] targetPlaces = new int[FIRST_SIZE];

    private int rowCount;

    int target(int target) {
      if (target >= targetPlaces.length) {
        targetPlaces = Arrays.copyOf(targetPlaces, Math.max(target + 1, 2 * targetPlaces.length));
      }
      if (targetPlaces[target] == 0) {
        targetPlaces[target] = targets.add(target);
      }
      return targetPlaces[target] - 1;
    }
  }

  /** Number of accesses that are added up. */
  int addedUp() {
    return addedUp;
  }

  /** Adds an event. */
  void add(ParsedAccess event) {
    RowIdentity identity = event.identity();
    if (identity == null) {
      of(new AccessKey(event.tenant(), event.user(), event.resource())).events.add(event);
      return;
    }
    long actor = actor(event.actor(names));
    int number = (int) (actor >>> Integer.SIZE);
    Group group = groups[number];
    group.rowCount++;
    group.rows.row(
        (int) actor - 1,
        group.target(event.target(names)),
        address(event.address(names), number),
        identity.high(),
        identity.low(),
        event.nanoseconds(),
        event.count());
  }

  /** Adds what the events of an access add up to, as events without an identity. */
  void add(AccessKey key, AccessSummary summary) {
    AddedUp access = of(key);
    access.events.merge(AnonymousAccesses.of(summary));
    access.duplicates += summary.duplicates();
  }

  private AddedUp of(AccessKey key) {
    return group(groupOfUser.applyAsInt(key.tenant(), key.user()))
        .addedUp
        .computeIfAbsent(
            key,
            added -> {
              addedUp++;
              return new AddedUp();
            });
  }

  /** The number of an actor's group and its place in the group's part, which it gets if need be. */
  private long actor(int actor) {
    if (actor >= actorPlaces.length) {
      actorPlaces = Arrays.copyOf(actorPlaces, Math.max(actor + 1, 2 * actorPlaces.length));
    }
    if (actorPlaces[actor] == 0) {
      Tuples actors = names.actors();
      int number =
          groupOfUser.applyAsInt(
              names.name(actors.get(actor, 0)), names.name(actors.get(actor, 1)));
      actorPlaces[actor] = (long) number << Integer.SIZE | group(number).actors.add(actor);
    }
    return actorPlaces[actor];
  }

  private Group group(int number) {
    if (groups[number] == null) {
      groups[number] = new Group();
    }
    return groups[number];
  }

  /** An address that several groups have in turn gets a place of its own each time. */
  private int address(int address, int group) {
    if (address >= addressPlaces.length) {
      addressPlaces = Arrays.copyOf(addressPlaces, Math.max(address + 1, 2 * addressPlaces.length));
    }
    long known = addressPlaces[address];
    int place = (int) known;
    if (place == 0 || known >>> Integer.SIZE != group) {
      place = groups[group].addresses.add(address);
      addressPlaces[address] = (long) group << Integer.SIZE | place;
    }
    return place - 1;
  }

  /**
   * Puts out what was added since the last time.
   *
   * @param window number of the window
   * @param output gets the number of each group that has something, and its part
   */
  void putOut(int window, BiConsumer<Integer, Packed<SummaryPart>> output) {
    for (int number = 0; number < groups.length; number++) {
      Group group = groups[number];
      if (group != null && (group.rowCount > 0 || !group.addedUp.isEmpty())) {
        output.accept(number, part(window, group));
        clear(group);
      }
    }
    addedUp = 0;
  }

  private Packed<SummaryPart> part(int window, Group group) {
    PartWriter out = new PartWriter(names);
    out.number(window);
    out.number(group.addedUp.size());
    group.addedUp.forEach(
        (key, access) -> {
          out.key(
              names.number(key.tenant()), names.number(key.user()), names.number(key.resource()));
          out.number(access.duplicates);
          out.flag(false);
          out.anonymous(access.events);
        });
    out.tuples(names.actors(), group.actors.numbers, group.actors.size, AccessNames.NAMES_OF_ACTOR);
    out.tuples(
        names.targets(), group.targets.numbers, group.targets.size, AccessNames.NAMES_OF_TARGET);
    out.number(group.addresses.size);
    for (int place = 0; place < group.addresses.size; place++) {
      out.name(group.addresses.numbers[place]);
    }
    out.number(group.rowCount);
    out.rows(group.rows);
    return SummaryPartCoder.packed(out);
  }

  private void clear(Group group) {
    for (int place = 0; place < group.actors.size; place++) {
      actorPlaces[group.actors.numbers[place]] = 0;
    }
    for (int place = 0; place < group.targets.size; place++) {
      group.targetPlaces[group.targets.numbers[place]] = 0;
    }
    for (int place = 0; place < group.addresses.size; place++) {
      addressPlaces[group.addresses.numbers[place]] = 0;
    }
    group.actors.size = 0;
    group.targets.size = 0;
    group.addresses.size = 0;
    group.addedUp.clear();
    group.rows.clear();
    group.rowCount = 0;
  }
}
