package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.ParsedAccess;
import java.time.Instant;

/** Adds up events without a row identity, of which there is at least one. */
final class AnonymousAccesses {
  private final DayTally days = new DayTally();
  private long events;
  private long count;
  private long first;
  private long last;
  private AccessEntities entities = AccessEntities.UNKNOWN;

  /** No event yet. */
  AnonymousAccesses() {}

  /** Restores the values that the accessors gave. */
  AnonymousAccesses(
      long events, long count, long first, long last, AccessEntities entities, DailyCounts days) {
    this.events = events;
    this.count = count;
    this.first = first;
    this.last = last;
    this.entities = entities;
    this.days.add(days);
  }

  /** Takes for such events what a summary holds. */
  static AnonymousAccesses of(AccessSummary summary) {
    AccessTotals totals = summary.totals();
    return new AnonymousAccesses(
        totals.events(),
        totals.count(),
        nanoseconds(totals.first()),
        nanoseconds(totals.last()),
        totals.entities(),
        summary.days());
  }

  private static long nanoseconds(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  /** The instant so many nanoseconds after 1970 began. */
  static Instant instant(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, 1_000_000_000L), Math.floorMod(nanoseconds, 1_000_000_000L));
  }

  /** Whether one is taken for the latest of two accesses at the same time. */
  static boolean isLarger(long time, AccessEntities one, AccessEntities other) {
    Instant both = instant(time);
    return AccessTotals.isLater(both, one, both, other);
  }

  void add(ParsedAccess access) {
    long time = access.nanoseconds();
    days.add(DailyCounts.dayOfNanoseconds(time), access.count());
    boolean mayBeLatest = events == 0 || time >= last;
    add(1, access.count(), time, time, mayBeLatest ? access.entities() : entities);
  }

  void merge(AnonymousAccesses other) {
    days.add(other.days());
    add(other.events, other.count, other.first, other.last, other.entities);
  }

  private void add(long more, long moreCount, long from, long to, AccessEntities candidate) {
    boolean isFirst = events == 0;
    if (isFirst || to > last || (to == last && isLarger(to, candidate, entities))) {
      last = to;
      entities = candidate;
    }
    first = isFirst ? from : Math.min(first, from);
    events = Math.addExact(events, more);
    long sum = count + moreCount;
    count = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** What they add up to. */
  AccessTotals totals() {
    return new AccessTotals(events, count, instant(first), instant(last), entities);
  }

  /** How many fell on which day. */
  DailyCounts days() {
    return days.toCounts();
  }

  long events() {
    return events;
  }

  long count() {
    return count;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  AccessEntities entities() {
    return entities;
  }
}
