package dev.byoml.model.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What all accesses of one user to one resource add up to.
 *
 * @param events number of distinct events, duplicates left out
 * @param count sum of the events' counts
 * @param first time of the earliest access
 * @param last time of the latest access
 * @param entities entities of the latest access
 */
public record AccessTotals(
    long events, long count, Instant first, Instant last, AccessEntities entities) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is below 1 or {@code last} is before {@code first}
   */
  public AccessTotals {
    requireNonNull(first, "first");
    requireNonNull(last, "last");
    requireNonNull(entities, "entities");
    if (events < 1 || count < 1) {
      throw new IllegalArgumentException("totals of no access: " + events + ", " + count);
    }
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("last access " + last + " is before first " + first);
    }
  }

  /** Totals of a single event. */
  public static AccessTotals of(AccessEvent event) {
    return new AccessTotals(1, event.count(), event.time(), event.time(), event.entities());
  }

  /**
   * Adds the other totals. Commutative and associative, so that the order in which a runner merges
   * does not show: between two latest accesses of the same instant the larger entities win.
   */
  public AccessTotals plus(AccessTotals other) {
    boolean mine = !isLater(other.last, other.entities, last, entities);
    return new AccessTotals(
        Math.addExact(events, other.events),
        saturatedSum(count, other.count),
        first.isBefore(other.first) ? first : other.first,
        mine ? last : other.last,
        mine ? entities : other.entities);
  }

  /**
   * Whether one access is the latest of two: the later one, or of two at the same instant the one
   * with the larger entities.
   */
  public static boolean isLater(
      Instant time, AccessEntities entities, Instant otherTime, AccessEntities otherEntities) {
    int order = time.compareTo(otherTime);
    return order > 0 || (order == 0 && entities.compareForTie(otherEntities) > 0);
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
