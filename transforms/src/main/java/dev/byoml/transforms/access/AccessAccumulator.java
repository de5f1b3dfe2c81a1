package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.RowIdentity;
import java.time.Instant;
import java.util.Arrays;

/**
 * Adds up the accesses of one user to one resource and folds rows that were delivered twice.
 *
 * <p>Events without a row identity only enter totals and the counts of days. Of each event with
 * one, 32 bytes are kept: the 128 bits of its {@link RowIdentity}, the time and the count, so that
 * a second delivery is recognised wherever it is merged. Adding and merging in any order gives the
 * same summary. The entities of an access are asked for only if it is the latest so far.
 */
final class AccessAccumulator {
  /** Identity (two numbers), time in nanoseconds since 1970, count. */
  static final int FIELDS = 4;

  private static final int COMPACT_FIRST = 64;
  private static final long[] NOTHING = {};

  /** The events without a row identity; null while there is none. */
  private AnonymousAccesses anonymous;

  private long[] identified;
  private int size;
  private int compactAt = COMPACT_FIRST;

  /** As many entries, the first, are in order and distinct. */
  private int compacted;

  private long duplicates;

  /** Time and entities of the latest event with an identity, once there is one. */
  private long lastIdentified;

  private AccessEntities entities = AccessEntities.UNKNOWN;

  AccessAccumulator() {
    identified = NOTHING;
  }

  /** Restores what the accessors told of a compacted accumulator. */
  AccessAccumulator(
      AnonymousAccesses anonymous,
      long[] identified,
      long duplicates,
      long lastIdentified,
      AccessEntities entities) {
    this.anonymous = anonymous;
    this.identified = identified;
    this.size = identified.length / FIELDS;
    this.compacted = size;
    this.compactAt = Math.max(COMPACT_FIRST, 2 * size);
    this.duplicates = duplicates;
    this.lastIdentified = lastIdentified;
    this.entities = entities;
  }

  /** Takes for events without an identity what a summary holds. */
  static AccessAccumulator of(AccessSummary summary) {
    AccessTotals totals = summary.totals();
    AnonymousAccesses all =
        new AnonymousAccesses(
            totals.events(),
            totals.count(),
            nanoseconds(totals.first()),
            nanoseconds(totals.last()),
            totals.entities(),
            summary.days());
    return new AccessAccumulator(all, NOTHING, summary.duplicates(), 0, AccessEntities.UNKNOWN);
  }

  private static long nanoseconds(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  void add(ParsedAccess access) {
    RowIdentity identity = access.identity();
    if (identity == null) {
      if (anonymous == null) {
        anonymous = new AnonymousAccesses();
      }
      anonymous.add(access);
      return;
    }
    ensureRoom(1);
    int start = size * FIELDS;
    long time = access.nanoseconds();
    identified[start] = identity.high();
    identified[start + 1] = identity.low();
    identified[start + 2] = time;
    identified[start + 3] = access.count();
    size++;
    if (size == 1 || time >= lastIdentified) {
      rememberLatest(time, access.entities(), size == 1);
    }
    compactIfGrown();
  }

  void merge(AccessAccumulator other) {
    if (other.anonymous != null) {
      if (anonymous == null) {
        anonymous = new AnonymousAccesses();
      }
      anonymous.merge(other.anonymous);
    }
    duplicates += other.duplicates;
    if (other.size > 0) {
      ensureRoom(other.size);
      System.arraycopy(other.identified, 0, identified, size * FIELDS, other.size * FIELDS);
      boolean isFirst = size == 0;
      size += other.size;
      rememberLatest(other.lastIdentified, other.entities, isFirst);
      compactIfGrown();
    }
  }

  /**
   * Sorts what is kept by identity and drops repetitions; of two, the earlier and smaller stays.
   */
  AccessAccumulator compact() {
    if (size == 1) {
      compacted = 1;
    } else if (size > compacted) {
      long[] sorted = Records.sorted(identified, size, FIELDS);
      int kept = 1;
      for (int entry = 1; entry < size; entry++) {
        if (sameIdentity(sorted, kept - 1, entry)) {
          duplicates++;
        } else {
          System.arraycopy(sorted, entry * FIELDS, sorted, kept * FIELDS, FIELDS);
          kept++;
        }
      }
      identified = sorted;
      size = kept;
      compacted = kept;
    }
    return this;
  }

  private static boolean sameIdentity(long[] entries, int one, int other) {
    return entries[one * FIELDS] == entries[other * FIELDS]
        && entries[one * FIELDS + 1] == entries[other * FIELDS + 1];
  }

  /** Keeps memory and the cost of sorting in proportion to the distinct accesses. */
  private void compactIfGrown() {
    if (size >= compactAt) {
      compact();
      compactAt = Math.max(COMPACT_FIRST, 2 * size);
    }
  }

  /** Whether nothing was added yet. */
  boolean isEmpty() {
    return size == 0 && anonymous == null;
  }

  /** What all distinct accesses add up to. */
  AccessSummary summary() {
    compact();
    AccessTotals totals = anonymous == null ? null : anonymous.totals();
    DayTally days = new DayTally();
    if (anonymous != null) {
      days.add(anonymous.days());
    }
    if (size > 0) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      long count = 0;
      for (int i = 0; i < size; i++) {
        days.add(
            DailyCounts.dayOfNanoseconds(identified[i * FIELDS + 2]), identified[i * FIELDS + 3]);
        first = Math.min(first, identified[i * FIELDS + 2]);
        last = Math.max(last, identified[i * FIELDS + 2]);
        long sum = count + identified[i * FIELDS + 3];
        count = sum < 0 ? Long.MAX_VALUE : sum;
      }
      AccessTotals known = new AccessTotals(size, count, instant(first), instant(last), entities);
      totals = totals == null ? known : totals.plus(known);
    }
    return new AccessSummary(totals, duplicates, days.toCounts());
  }

  /** The events without a row identity, or null if there is none. */
  AnonymousAccesses anonymous() {
    return anonymous;
  }

  /** Number of events with a row identity that are kept. */
  int size() {
    return size;
  }

  /** A field of a kept entry, of {@link #FIELDS}. */
  long field(int entry, int field) {
    return identified[entry * FIELDS + field];
  }

  long duplicates() {
    return duplicates;
  }

  long lastIdentified() {
    return lastIdentified;
  }

  AccessEntities entities() {
    return entities;
  }

  /** The instant so many nanoseconds after 1970 began. */
  static Instant instant(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, 1_000_000_000L), Math.floorMod(nanoseconds, 1_000_000_000L));
  }

  private void rememberLatest(long time, AccessEntities candidate, boolean isFirst) {
    if (isFirst
        || time > lastIdentified
        || (time == lastIdentified && isLarger(time, candidate, entities))) {
      lastIdentified = time;
      entities = candidate;
    }
  }

  /** Whether one is taken for the latest of two accesses at the same time. */
  static boolean isLarger(long time, AccessEntities one, AccessEntities other) {
    Instant both = instant(time);
    return AccessTotals.isLater(both, one, both, other);
  }

  private void ensureRoom(int more) {
    int needed = (size + more) * FIELDS;
    if (needed > identified.length) {
      identified = Arrays.copyOf(identified, Math.max(needed, 2 * identified.length));
    }
  }
}
