package dev.byoml.model.summary;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Accesses of one tenant in columns, as {@code summary-block.avsc} describes them. */
record SummaryBlock(
    String tenant,
    String[] names,
    int[] users,
    int[] resources,
    long[] events,
    long[] counts,
    long[] duplicates,
    long start,
    long unit,
    long[] first,
    long[] last,
    int[] entities,
    int[] dayNumbers,
    int[] days,
    long[] dayCounts) {
  private static final int ENTITIES = 6;
  private static final long NANOSECONDS_OF_A_SECOND = 1_000_000_000L;

  /**
   * The block of some accesses, in their order.
   *
   * @param accesses of one tenant, at least one
   */
  static SummaryBlock of(List<SummarizedAccess> accesses) {
    int size = accesses.size();
    Names names = new Names();
    int[] users = new int[size];
    int[] resources = new int[size];
    long[] events = new long[size];
    long[] counts = new long[size];
    long[] duplicates = new long[size];
    long[] first = new long[size];
    long[] last = new long[size];
    int[] entities = new int[ENTITIES * size];
    int[] dayNumbers = new int[size];
    int allDays = accesses.stream().mapToInt(access -> access.days().size()).sum();
    int[] days = new int[allDays];
    long[] dayCounts = new long[allDays];
    int day = 0;
    for (int i = 0; i < size; i++) {
      SummarizedAccess access = accesses.get(i);
      AccessTotals totals = access.totals();
      users[i] = names.place(0, access.key().user());
      resources[i] = names.place(1, access.key().resource());
      events[i] = totals.events();
      counts[i] = totals.count();
      duplicates[i] = access.duplicates();
      first[i] = nanoseconds(totals.first());
      last[i] = nanoseconds(totals.last()) - first[i];
      int entity = ENTITIES * i;
      int column = 2;
      for (String name : values(totals.entities())) {
        entities[entity++] = names.place(column++, name);
      }
      dayNumbers[i] = access.days().size();
      for (int d = 0; d < dayNumbers[i]; d++) {
        days[day] = access.days().day(d) - DailyCounts.dayOfNanoseconds(first[i]);
        dayCounts[day++] = access.days().count(d);
      }
    }
    long start = Arrays.stream(first).min().orElse(0);
    long unit = 0;
    for (int i = 0; i < size; i++) {
      first[i] -= start;
      unit = greatestCommonDivisor(greatestCommonDivisor(unit, first[i]), last[i]);
    }
    unit = Math.max(1, unit);
    for (int i = 0; i < size; i++) {
      first[i] /= unit;
      last[i] /= unit;
    }
    return new SummaryBlock(
        accesses.get(0).key().tenant(),
        names.inOrder.toArray(String[]::new),
        users,
        resources,
        events,
        counts,
        duplicates,
        start,
        unit,
        first,
        last,
        entities,
        dayNumbers,
        days,
        dayCounts);
  }

  /**
   * Gives the accesses in their order.
   *
   * @throws IllegalArgumentException if the columns do not fit together
   */
  void forEach(Consumer<SummarizedAccess> receiver) {
    requireLengths();
    int day = 0;
    for (int i = 0; i < users.length; i++) {
      long from = Math.addExact(start, Math.multiplyExact(unit, first[i]));
      long to = Math.addExact(from, Math.multiplyExact(unit, last[i]));
      int[] dates = Arrays.copyOfRange(days, day, Math.addExact(day, dayNumbers[i]));
      long[] ofDates = Arrays.copyOfRange(dayCounts, day, day + dayNumbers[i]);
      for (int d = 0; d < dates.length; d++) {
        dates[d] += DailyCounts.dayOfNanoseconds(from);
      }
      day += dayNumbers[i];
      receiver.accept(
          new SummarizedAccess(
              new AccessKey(tenant, name(users[i]), name(resources[i])),
              new AccessTotals(events[i], counts[i], instant(from), instant(to), entities(i)),
              duplicates[i],
              new DailyCounts(dates, ofDates)));
    }
  }

  private void requireLengths() {
    int size = users.length;
    long allDays = Arrays.stream(dayNumbers).asLongStream().sum();
    if (resources.length != size
        || events.length != size
        || counts.length != size
        || duplicates.length != size
        || first.length != size
        || last.length != size
        || entities.length != ENTITIES * size
        || dayNumbers.length != size
        || Arrays.stream(dayNumbers).anyMatch(number -> number < 0)
        || days.length != allDays
        || dayCounts.length != allDays) {
      throw new IllegalArgumentException("the columns of a block differ in length");
    }
  }

  private String name(int place) {
    if (place < 0 || place >= names.length) {
      throw new IllegalArgumentException("a block has no name %d".formatted(place));
    }
    return names[place];
  }

  private AccessEntities entities(int access) {
    int at = ENTITIES * access;
    return new AccessEntities(
        name(entities[at]),
        name(entities[at + 1]),
        name(entities[at + 2]),
        name(entities[at + 3]),
        name(entities[at + 4]),
        name(entities[at + 5]));
  }

  private static String[] values(AccessEntities entities) {
    return new String[] {
      entities.actorName(),
      entities.actorDomain(),
      entities.actorSid(),
      entities.hostName(),
      entities.dnsDomain(),
      entities.ipAddress()
    };
  }

  /** The names of a block, each once. */
  private static final class Names {
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();

    /** Of each column the name before, which most often is the next as well. */
    private final String[] last = new String[2 + ENTITIES];

    private final int[] lastPlace = new int[last.length];

    int place(int column, String name) {
      if (!name.equals(last[column])) {
        Integer known = places.putIfAbsent(name, inOrder.size());
        if (known == null) {
          inOrder.add(name);
        }
        last[column] = name;
        lastPlace[column] = known == null ? inOrder.size() - 1 : known;
      }
      return lastPlace[column];
    }
  }

  private static long greatestCommonDivisor(long one, long other) {
    long divisor = one;
    long rest = other;
    while (rest != 0) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return divisor;
  }

  private static long nanoseconds(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), NANOSECONDS_OF_A_SECOND), time.getNano());
  }

  private static Instant instant(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, NANOSECONDS_OF_A_SECOND),
        Math.floorMod(nanoseconds, NANOSECONDS_OF_A_SECOND));
  }
}
