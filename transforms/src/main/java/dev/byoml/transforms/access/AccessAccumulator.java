package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.tenant.ContentDigest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
  private static final long[] NOTHING = {};
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(ContentDigest::sha256);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private AccessTotals anonymous;
  private final DayTally anonymousDays = new DayTally();
  private long[] identified;
  private int size;
  private int compactAt = COMPACT_FIRST;

  /** As many entries, the first, are in order and distinct. */
  private int compacted;

  private long duplicates;
  private Instant lastIdentified;
  private AccessEntities entities = AccessEntities.UNKNOWN;

  AccessAccumulator() {
    identified = NOTHING;
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
    this.compacted = size;
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
    compactIfGrown();
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
      compactIfGrown();
    }
  }

  /** Sorts what is kept by digest and drops repetitions; of two, the earlier and smaller stays. */
  AccessAccumulator compact() {
    if (size == 1) {
      compacted = 1;
    } else if (size > compacted) {
      long[] sorted = sorted();
      int kept = 1;
      for (int entry = 1; entry < size; entry++) {
        if (sameDigest(sorted, kept - 1, entry)) {
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

  /** The kept entries in their order, in a new array without room for more. */
  private long[] sorted() {
    Integer[] order = new Integer[size];
    for (int entry = 0; entry < size; entry++) {
      order[entry] = entry;
    }
    Arrays.sort(order, (a, b) -> compareEntries(a * FIELDS, b * FIELDS));
    long[] sorted = new long[size * FIELDS];
    for (int entry = 0; entry < size; entry++) {
      System.arraycopy(identified, order[entry] * FIELDS, sorted, entry * FIELDS, FIELDS);
    }
    return sorted;
  }

  private static boolean sameDigest(long[] entries, int one, int other) {
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
    if (lastIdentified == null || AccessTotals.isLater(time, candidate, lastIdentified, entities)) {
      lastIdentified = time;
      entities = candidate;
    }
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
    byte[] digest = SHA_256.get().digest(itemId.getBytes(StandardCharsets.UTF_8));
    target[start] = longAt(digest, 0);
    target[start + 1] = longAt(digest, 8);
  }

  private static long longAt(byte[] bytes, int start) {
    return (long) LONG.get(bytes, start);
  }
}
