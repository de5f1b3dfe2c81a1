package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Adds up the accesses of one user to one resource and folds rows that were delivered twice.
 *
 * <p>Events without a row identity only enter totals and the counts of days. Of each event with
 * one, 32 bytes are kept: a 128-bit digest of the identity, the time and the count, so that a
 * second delivery is recognised wherever it is merged. Adding and merging in any order gives the
 * same summary.
 */
final class AccessAccumulator {
  /** Digest (two numbers), time in nanoseconds since 1970, count. */
  static final int FIELDS = 4;

  private static final int COMPACT_FIRST = 64;

  private AccessTotals anonymous;
  private final DayTally anonymousDays = new DayTally();
  private long[] identified;
  private int size;
  private int compactAt = COMPACT_FIRST;
  private long duplicates;
  private Instant lastIdentified;
  private AccessEntities entities = AccessEntities.UNKNOWN;

  AccessAccumulator() {
    identified = new long[0];
  }

  /** Restores what {@link #anonymous()} and the other accessors told of a compacted accumulator. */
  AccessAccumulator(
      AccessTotals anonymous,
      DailyCounts anonymousDays,
      long[] identified,
      long duplicates,
      Instant lastIdentified,
      AccessEntities entities) {
    this.anonymous = anonymous;
    this.anonymousDays.add(anonymousDays);
    this.identified = identified;
    this.size = identified.length / FIELDS;
    this.compactAt = Math.max(COMPACT_FIRST, 2 * size);
    this.duplicates = duplicates;
    this.lastIdentified = lastIdentified;
    this.entities = entities;
  }

  void add(AccessEvent event) {
    if (event.itemId().isEmpty()) {
      AccessTotals totals = AccessTotals.of(event);
      anonymous = anonymous == null ? totals : anonymous.plus(totals);
      anonymousDays.add(DailyCounts.dayOf(event.time()), event.count());
      return;
    }
    ensureRoom(1);
    int start = size * FIELDS;
    writeDigest(event.itemId(), identified, start);
    identified[start + 2] = nanos(event.time());
    identified[start + 3] = event.count();
    size++;
    rememberLatest(event.time(), event.entities());
    if (size >= compactAt) {
      compact();
      compactAt = Math.max(COMPACT_FIRST, 2 * size);
    }
  }

  void merge(AccessAccumulator other) {
    if (other.anonymous != null) {
      anonymous = anonymous == null ? other.anonymous : anonymous.plus(other.anonymous);
      anonymousDays.add(other.anonymousDays());
    }
    duplicates += other.duplicates;
    if (other.size > 0) {
      ensureRoom(other.size);
      System.arraycopy(other.identified, 0, identified, size * FIELDS, other.size * FIELDS);
      size += other.size;
      rememberLatest(other.lastIdentified, other.entities);
      compact();
    }
  }

  /** Sorts what is kept by digest and drops repetitions; of two, the earlier and smaller stays. */
  AccessAccumulator compact() {
    Integer[] order = new Integer[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> compareEntries(a * FIELDS, b * FIELDS));
    long[] sorted = new long[size * FIELDS];
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int start = order[i] * FIELDS;
      boolean repeated =
          kept > 0
              && sorted[(kept - 1) * FIELDS] == identified[start]
              && sorted[(kept - 1) * FIELDS + 1] == identified[start + 1];
      if (repeated) {
        duplicates++;
      } else {
        System.arraycopy(identified, start, sorted, kept * FIELDS, FIELDS);
        kept++;
      }
    }
    identified = Arrays.copyOf(sorted, kept * FIELDS);
    size = kept;
    return this;
  }

  /** What all distinct accesses add up to. */
  AccessSummary summary() {
    compact();
    AccessTotals totals = anonymous;
    DayTally days = new DayTally();
    days.add(anonymousDays());
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

  AccessTotals anonymous() {
    return anonymous;
  }

  /** The days of the events without a row identity. */
  DailyCounts anonymousDays() {
    return anonymousDays.toCounts();
  }

  /** The kept entries, {@link #FIELDS} numbers each. */
  long[] identified() {
    return Arrays.copyOf(identified, size * FIELDS);
  }

  long duplicates() {
    return duplicates;
  }

  Instant lastIdentified() {
    return lastIdentified;
  }

  AccessEntities entities() {
    return entities;
  }

  private void rememberLatest(Instant time, AccessEntities candidate) {
    AccessTotals seen = new AccessTotals(1, 1, time, time, candidate);
    if (lastIdentified != null) {
      seen = seen.plus(new AccessTotals(1, 1, lastIdentified, lastIdentified, entities));
    }
    lastIdentified = seen.last();
    entities = seen.entities();
  }

  private int compareEntries(int a, int b) {
    for (int field = 0; field < FIELDS; field++) {
      int order = Long.compare(identified[a + field], identified[b + field]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private void ensureRoom(int more) {
    int needed = (size + more) * FIELDS;
    if (needed > identified.length) {
      identified = Arrays.copyOf(identified, Math.max(needed, 2 * identified.length));
    }
  }

  private static long nanos(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), (long) time.getNano());
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static void writeDigest(String itemId, long[] target, int start) {
    byte[] digest = sha256().digest(itemId.getBytes(StandardCharsets.UTF_8));
    target[start] = longAt(digest, 0);
    target[start + 1] = longAt(digest, 8);
  }

  private static long longAt(byte[] bytes, int start) {
    long value = 0;
    for (int i = start; i < start + 8; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
