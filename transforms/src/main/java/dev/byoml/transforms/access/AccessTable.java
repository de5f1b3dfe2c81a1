package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.RowIdentity;
import java.util.Arrays;

/**
 * Accesses that are being added up, each (tenant, user, resource) once, numbered from 0 in the
 * order in which they were first met. Names are kept once, and numbered in the same way. Rows that
 * were delivered twice are folded.
 *
 * <p>Events without a row identity only enter totals and the counts of days. Of each event with
 * one, 36 bytes are kept: the 128 bits of its {@link RowIdentity}, the time, the count, and which
 * access it is of, so that a second delivery is recognised wherever it is merged. They stand in
 * arrays, one after the other as they come, since an object for each would cost more than all else
 * that is done with it. Adding and merging in any order gives the same summaries. The entities of
 * an event are asked for only if it is the latest so far of its access.
 */
public final class AccessTable {
  /** Numbers of a row: identity (two), time in nanoseconds since 1970, count. */
  static final int FIELDS = 4;

  private static final int FIRST_SIZE = 16;
  private static final int COMPACT_FIRST = 1 << 20;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final Names names = new Names();

  /** Numbers of names, three for each access. */
  private int[] keys = new int[3 * FIRST_SIZE];

  /** Of each access the time of the latest event with an identity, once there is one. */
  private long[] lastTimes = new long[FIRST_SIZE];

  /** Of each access the entities of that event; null while there is none. */
  private AccessEntities[] latest = new AccessEntities[FIRST_SIZE];

  /** Of each access the events without an identity; null, or too short, while there are none. */
  private AnonymousAccesses[] anonymous = {};

  /** Of each access how many rows were folded; too short while there are none. */
  private long[] duplicates = {};

  private int size;

  private int[] accessOfRow = new int[FIRST_SIZE];
  private long[] rows = new long[FIELDS * FIRST_SIZE];
  private int rowCount;

  /** When that many rows are held, it is time to fold repeated ones. */
  private int compactAt = COMPACT_FIRST;

  /** Whether rows are in the order of their accesses and identities, and no two are the same. */
  private boolean isCompact;

  /** If that is so, the first row of each access, and after the last the number of rows. */
  private int[] starts = {};

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

  /** What the distinct events of an access add up to, of which there is at least one. */
  public AccessSummary summary(int access) {
    compact();
    AnonymousAccesses others = anonymous(access);
    AccessTotals totals = others == null ? null : others.totals();
    DayTally days = new DayTally();
    if (others != null) {
      days.add(others.days());
    }
    int end = starts[access + 1];
    if (starts[access] < end) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      long count = 0;
      for (int row = starts[access]; row < end; row++) {
        long time = field(row, 2);
        days.add(DailyCounts.dayOfNanoseconds(time), field(row, 3));
        first = Math.min(first, time);
        last = Math.max(last, time);
        long sum = count + field(row, 3);
        count = sum < 0 ? Long.MAX_VALUE : sum;
      }
      AccessTotals known =
          new AccessTotals(
              end - starts[access],
              count,
              AnonymousAccesses.instant(first),
              AnonymousAccesses.instant(last),
              latest[access]);
      totals = totals == null ? known : totals.plus(known);
    }
    return new AccessSummary(totals, duplicates(access), days.toCounts());
  }

  /** How many rows of an access were repetitions of others. */
  long duplicates(int access) {
    compact();
    return access < duplicates.length ? duplicates[access] : 0;
  }

  /** Events of an access without a row identity, or null if there is none. */
  AnonymousAccesses anonymous(int access) {
    return access < anonymous.length ? anonymous[access] : null;
  }

  /** Number of the access's first row with an identity. */
  int firstRow(int access) {
    compact();
    return starts[access];
  }

  /** A field of a row, of {@link #FIELDS}. */
  long field(int row, int field) {
    return rows[row * FIELDS + field];
  }

  /** The time of the latest event with an identity, if there is one. */
  long lastTime(int access) {
    return lastTimes[access];
  }

  /** The entities of the latest event with an identity; null if there is none. */
  AccessEntities latest(int access) {
    return latest[access];
  }

  /** Adds an event. */
  void add(ParsedAccess event) {
    int access =
        number(
            names.number(event.tenant()),
            names.number(event.user()),
            names.number(event.resource()));
    RowIdentity identity = event.identity();
    if (identity == null) {
      anonymousOf(access).add(event);
      return;
    }
    long time = event.nanoseconds();
    addRow(access, identity.high(), identity.low(), time, event.count());
    if (latest[access] == null || time >= lastTimes[access]) {
      addLatest(access, time, event.entities());
    }
    if (rowCount >= compactAt) {
      compact();
    }
  }

  /** Adds what the events of an access came to, as events without an identity. */
  void add(AccessKey key, AccessSummary summary) {
    int access = number(key);
    anonymousOf(access).merge(AnonymousAccesses.of(summary));
    addDuplicates(access, summary.duplicates());
  }

  /** Adds a row. */
  void addRow(int access, long high, long low, long time, long count) {
    if (rowCount == accessOfRow.length) {
      accessOfRow = Arrays.copyOf(accessOfRow, 2 * rowCount);
      rows = Arrays.copyOf(rows, 2 * FIELDS * rowCount);
    }
    int at = FIELDS * rowCount;
    rows[at] = high;
    rows[at + 1] = low;
    rows[at + 2] = time;
    rows[at + 3] = count;
    accessOfRow[rowCount++] = access;
    isCompact = false;
  }

  /** Adds the latest of some events whose rows are added. */
  void addLatest(int access, long time, AccessEntities entities) {
    if (latest[access] == null
        || time > lastTimes[access]
        || (time == lastTimes[access]
            && AnonymousAccesses.isLarger(time, entities, latest[access]))) {
      lastTimes[access] = time;
      latest[access] = entities;
    }
  }

  /** Adds rows that were folded already. */
  void addDuplicates(int access, long more) {
    if (more > 0) {
      if (access >= duplicates.length) {
        duplicates = Arrays.copyOf(duplicates, Math.max(size, 2 * access));
      }
      duplicates[access] += more;
    }
  }

  /** Events without an identity, to which more can be added. */
  AnonymousAccesses anonymousOf(int access) {
    if (access >= anonymous.length) {
      anonymous = Arrays.copyOf(anonymous, Math.max(size, 2 * access));
    }
    if (anonymous[access] == null) {
      anonymous[access] = new AnonymousAccesses();
    }
    return anonymous[access];
  }

  /** Adds all of another table, which is not to be used otherwise. */
  public void addAll(AccessTable other) {
    int[] numbers = new int[other.names.size()];
    for (int name = 0; name < numbers.length; name++) {
      numbers[name] = names.number(other.names.name(name));
    }
    int[] accesses = new int[other.size];
    for (int access = 0; access < other.size; access++) {
      int mine =
          number(
              numbers[other.tenant(access)],
              numbers[other.user(access)],
              numbers[other.resource(access)]);
      accesses[access] = mine;
      if (other.latest[access] != null) {
        addLatest(mine, other.lastTimes[access], other.latest[access]);
      }
      AnonymousAccesses others = other.anonymous(access);
      if (others != null) {
        anonymousOf(mine).merge(others);
      }
      if (access < other.duplicates.length) {
        addDuplicates(mine, other.duplicates[access]);
      }
    }
    for (int row = 0; row < other.rowCount; row++) {
      addRow(
          accesses[other.accessOfRow[row]],
          other.field(row, 0),
          other.field(row, 1),
          other.field(row, 2),
          other.field(row, 3));
    }
    compactIfGrown();
  }

  /**
   * Keeps of rows with an identity only what they add up to, after which a repetition of one is no
   * longer recognised.
   */
  void forgetRows() {
    compact();
    for (int access = 0; access < size; access++) {
      if (starts[access] < starts[access + 1]) {
        AnonymousAccesses all = AnonymousAccesses.of(summary(access));
        anonymousOf(access);
        anonymous[access] = all;
        latest[access] = null;
      }
    }
    accessOfRow = new int[FIRST_SIZE];
    rows = new long[FIELDS * FIRST_SIZE];
    rowCount = 0;
    isCompact = false;
  }

  /** Keeps memory and the cost of sorting in proportion to the distinct rows. */
  void compactIfGrown() {
    if (rowCount >= compactAt) {
      compact();
    }
  }

  /** Orders rows and drops repetitions; of two, the earlier and smaller stays. */
  private void compact() {
    if (isCompact) {
      return;
    }
    starts = new int[size + 1];
    for (int row = 0; row < rowCount; row++) {
      starts[accessOfRow[row] + 1]++;
    }
    for (int access = 0; access < size; access++) {
      starts[access + 1] += starts[access];
    }
    int[] next = Arrays.copyOf(starts, size);
    long[] sorted = new long[FIELDS * Math.max(1, rowCount)];
    for (int row = 0; row < rowCount; row++) {
      copy(rows, row, sorted, next[accessOfRow[row]]++);
    }
    int kept = 0;
    for (int access = 0; access < size; access++) {
      int start = starts[access];
      int end = starts[access + 1];
      Records.sort(sorted, start, end, FIELDS);
      starts[access] = kept;
      for (int row = start; row < end; row++) {
        if (kept > starts[access] && isSameRow(sorted, kept - 1, row)) {
          addDuplicates(access, 1);
        } else {
          copy(sorted, row, sorted, kept);
          accessOfRow[kept++] = access;
        }
      }
    }
    starts[size] = kept;
    rows = sorted;
    accessOfRow = Arrays.copyOf(accessOfRow, Math.max(1, rowCount));
    rowCount = kept;
    compactAt = Math.max(COMPACT_FIRST, 2 * kept);
    isCompact = true;
  }

  private static void copy(long[] from, int row, long[] to, int place) {
    System.arraycopy(from, row * FIELDS, to, place * FIELDS, FIELDS);
  }

  private static boolean isSameRow(long[] rows, int one, int other) {
    return rows[one * FIELDS] == rows[other * FIELDS]
        && rows[one * FIELDS + 1] == rows[other * FIELDS + 1];
  }

  /** The number of an access, which is added without an event if it is not known. */
  int number(AccessKey key) {
    return number(
        names.number(key.tenant()), names.number(key.user()), names.number(key.resource()));
  }

  /** The same by the numbers of the names. */
  int number(int tenant, int user, int resource) {
    int slot = slot(tenant, user, resource);
    while (slots[slot] != 0) {
      int at = 3 * (slots[slot] - 1);
      if (keys[at + 2] == resource && keys[at + 1] == user && keys[at] == tenant) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & slots.length - 1;
    }
    if (size == latest.length) {
      grow();
      slot = freeSlot(tenant, user, resource);
    }
    keys[3 * size] = tenant;
    keys[3 * size + 1] = user;
    keys[3 * size + 2] = resource;
    slots[slot] = ++size;
    isCompact = false;
    return size - 1;
  }

  private void grow() {
    int room = 2 * latest.length;
    lastTimes = Arrays.copyOf(lastTimes, room);
    latest = Arrays.copyOf(latest, room);
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
