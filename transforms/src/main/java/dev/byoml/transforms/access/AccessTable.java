package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.AccessNames;
import dev.byoml.transforms.parse.Tuples;
import java.io.IOException;
import java.util.Arrays;

/**
 * Accesses that are being added up behind a shuffle, each (tenant, user, resource) once, numbered
 * from 0 in the order in which they were first met. Names are kept once, and numbered in the same
 * way. Rows that were delivered twice are folded.
 *
 * <p>Events without a row identity only enter totals and the counts of days. Of each event with
 * one, 36 bytes are kept: the 128 bits of its {@link dev.byoml.transforms.parse.RowIdentity}, the
 * time, the count, and which access it is of, so that a second delivery is recognised wherever it
 * is merged. They stand in arrays, one after the other as they come, since an object for each would
 * cost more than all else that is done with it. Merging in any order gives the same summaries.
 */
public final class AccessTable {
  /** Numbers of a row: identity (two), time in nanoseconds since 1970, count. */
  static final int FIELDS = 4;

  private static final int FIRST_SIZE = 16;
  private static final int COMPACT_FIRST = 1 << 20;

  /** As many as an array has room for. */
  private static final int MOST_ROWS = (Integer.MAX_VALUE - 8) / FIELDS;

  private final AccessNames names = new AccessNames();

  /** The numbers of each access's names: tenant, user, resource. */
  private final Tuples accesses = new Tuples(3);

  /** Of each access the time of the latest event with an identity, once there is one. */
  private long[] lastTimes = new long[FIRST_SIZE];

  /** Of each access the actor, the target and the address of that event, counted from 1, or 0. */
  private int[] latest = new int[3 * FIRST_SIZE];

  /** Of each access the events without an identity; null, or too short, while there are none. */
  private AnonymousAccesses[] anonymous = {};

  /** Of each access how many rows were folded; too short while there are none. */
  private long[] duplicates = {};

  private int[] accessOfRow = new int[FIRST_SIZE];
  private long[] rows = new long[FIELDS * FIRST_SIZE];
  private int rowCount;

  /** When that many rows are held, it is time to fold repeated ones. */
  private int compactAt = COMPACT_FIRST;

  /** Whether rows are in the order of their accesses, and no two are the same. */
  private boolean isCompact;

  /** If that is so, the first row of each access, and after the last the number of rows. */
  private int[] starts = {};

  /** The identities of an access's rows, in part, while they are compared. */
  private long[] identities = new long[FIRST_SIZE];

  /** No access yet. */
  public AccessTable() {}

  /** Number of accesses. */
  public int size() {
    return accesses.size();
  }

  /** The names of tenants, users and resources, and others that go with them. */
  AccessNames names() {
    return names;
  }

  /** Who touched what. */
  public AccessKey key(int access) {
    return new AccessKey(
        names.name(accesses.get(access, 0)),
        names.name(accesses.get(access, 1)),
        names.name(accesses.get(access, 2)));
  }

  /** What the distinct events of an access add up to, of which there is at least one. */
  public AccessSummary summary(int access) {
    AccessTotals totals = totals(access);
    AnonymousAccesses others = anonymous(access);
    DayTally days = new DayTally();
    if (others != null) {
      days.add(others.days());
    }
    for (int row = starts[access]; row < starts[access + 1]; row++) {
      days.add(DailyCounts.dayOfNanoseconds(field(row, 2)), field(row, 3));
    }
    return new AccessSummary(totals, duplicates(access), days.toCounts());
  }

  /** The same without the days. */
  public AccessTotals totals(int access) {
    compact();
    AnonymousAccesses others = anonymous(access);
    AccessTotals totals = others == null ? null : others.totals();
    int end = starts[access + 1];
    if (starts[access] < end) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      long count = 0;
      for (int row = starts[access]; row < end; row++) {
        long time = field(row, 2);
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
              latest(access));
      totals = totals == null ? known : totals.plus(known);
    }
    return totals;
  }

  /** How many rows of an access were repetitions of others. */
  long duplicates(int access) {
    compact();
    return access < duplicates.length ? duplicates[access] : 0;
  }

  private AnonymousAccesses anonymous(int access) {
    return access < anonymous.length ? anonymous[access] : null;
  }

  private long field(int row, int field) {
    return rows[row * FIELDS + field];
  }

  /** The entities of the latest event with an identity, if there is one. */
  private AccessEntities latest(int access) {
    return names.entities(
        latest[3 * access] - 1, latest[3 * access + 1] - 1, latest[3 * access + 2] - 1);
  }

  private boolean hasLatest(int access) {
    return latest[3 * access] != 0;
  }

  /** Writes an access without its rows. */
  void write(int access, PartWriter out) {
    out.key(accesses.get(access, 0), accesses.get(access, 1), accesses.get(access, 2));
    out.number(duplicates(access));
    out.flag(hasLatest(access));
    if (hasLatest(access)) {
      out.word(lastTimes[access]);
      out.entities(latest(access));
    }
    out.anonymous(anonymous(access));
  }

  /**
   * Writes the rows of accesses that are written already, and with them the entities of the latest
   * of each: the rows themselves have none.
   */
  void writeRows(int[] picked, int count, PartWriter out) {
    compact();
    int rowsOfAll = 0;
    int[] actors = new int[count];
    int[] targets = new int[count];
    int nothing = names.number("");
    for (int i = 0; i < count; i++) {
      int access = picked[i];
      rowsOfAll += starts[access + 1] - starts[access];
      if (starts[access] < starts[access + 1]) {
        actors[i] =
            names
                .actors()
                .number(
                    accesses.get(access, 0), accesses.get(access, 1), nothing, nothing, nothing);
        targets[i] = names.targets().number(accesses.get(access, 2), nothing, nothing);
      }
    }
    boolean none = rowsOfAll == 0;
    out.tuples(names.actors(), actors, none ? 0 : count, AccessNames.NAMES_OF_ACTOR);
    out.tuples(names.targets(), targets, none ? 0 : count, AccessNames.NAMES_OF_TARGET);
    out.number(none ? 0 : 1);
    if (!none) {
      out.name(nothing);
    }
    out.number(rowsOfAll);
    for (int i = 0; i < count; i++) {
      for (int row = starts[picked[i]]; row < starts[picked[i] + 1]; row++) {
        out.row(i, i, 0, field(row, 0), field(row, 1), field(row, 2), field(row, 3));
      }
    }
  }

  /** Adds an access that was written, without its rows. */
  void read(PartReader in) throws IOException {
    int access = number(in.name(), in.name(), in.name());
    addDuplicates(access, in.number());
    if (in.flag()) {
      addLatest(access, in.word(), in.entities());
    }
    AnonymousAccesses others = in.anonymous();
    if (others != null) {
      anonymousOf(access).merge(others);
    }
  }

  /** Makes room for so many more rows. */
  void ensureRows(int more) {
    int needed = Math.addExact(rowCount, more);
    if (needed > accessOfRow.length) {
      int room = Math.max(needed, Math.min(2 * rowCount, MOST_ROWS));
      accessOfRow = Arrays.copyOf(accessOfRow, room);
      rows = Arrays.copyOf(rows, Math.multiplyExact(FIELDS, room));
    }
  }

  /**
   * Adds a row, for which there must be room.
   *
   * @param actor number of its actor among the names
   * @param target number of its target
   * @param address number of its address
   */
  void addRow(int actor, int target, int address, long high, long low, long time, long count) {
    Tuples actors = names.actors();
    int access = number(actors.get(actor, 0), actors.get(actor, 1), names.targets().get(target, 0));
    addRow(access, high, low, time, count);
    if (!hasLatest(access) || time >= lastTimes[access]) {
      addLatest(access, time, actor, target, address);
    }
  }

  private void addRow(int access, long high, long low, long time, long count) {
    int at = FIELDS * rowCount;
    rows[at] = high;
    rows[at + 1] = low;
    rows[at + 2] = time;
    rows[at + 3] = count;
    accessOfRow[rowCount++] = access;
    isCompact = false;
  }

  private void addLatest(int access, long time, AccessEntities entities) {
    addLatest(
        access,
        time,
        names
            .actors()
            .number(
                accesses.get(access, 0),
                accesses.get(access, 1),
                names.number(entities.actorName()),
                names.number(entities.actorDomain()),
                names.number(entities.actorSid())),
        names
            .targets()
            .number(
                accesses.get(access, 2),
                names.number(entities.hostName()),
                names.number(entities.dnsDomain())),
        names.address(entities.ipAddress()));
  }

  /** Adds the latest of some events whose rows are added. */
  private void addLatest(int access, long time, int actor, int target, int address) {
    if (!hasLatest(access)
        || time > lastTimes[access]
        || (time == lastTimes[access]
            && AnonymousAccesses.isLarger(
                time, names.entities(actor, target, address), latest(access)))) {
      lastTimes[access] = time;
      latest[3 * access] = actor + 1;
      latest[3 * access + 1] = target + 1;
      latest[3 * access + 2] = address + 1;
    }
  }

  /** Adds rows that were folded already. */
  private void addDuplicates(int access, long more) {
    if (more > 0) {
      if (access >= duplicates.length) {
        duplicates = Arrays.copyOf(duplicates, Math.max(size(), 2 * access));
      }
      duplicates[access] += more;
    }
  }

  private AnonymousAccesses anonymousOf(int access) {
    if (access >= anonymous.length) {
      anonymous = Arrays.copyOf(anonymous, Math.max(size(), 2 * access));
    }
    if (anonymous[access] == null) {
      anonymous[access] = new AnonymousAccesses();
    }
    return anonymous[access];
  }

  /** Adds all of another table, which is not to be used otherwise. */
  public void addAll(AccessTable other) {
    int[] numbers = new int[other.size()];
    for (int access = 0; access < numbers.length; access++) {
      int number = number(other.key(access));
      numbers[access] = number;
      if (other.hasLatest(access)) {
        addLatest(number, other.lastTimes[access], other.latest(access));
      }
      AnonymousAccesses others = other.anonymous(access);
      if (others != null) {
        anonymousOf(number).merge(others);
      }
      if (access < other.duplicates.length) {
        addDuplicates(number, other.duplicates[access]);
      }
    }
    ensureRows(other.rowCount);
    for (int row = 0; row < other.rowCount; row++) {
      addRow(
          numbers[other.accessOfRow[row]],
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
    for (int access = 0; access < size(); access++) {
      if (starts[access] < starts[access + 1]) {
        AnonymousAccesses all = AnonymousAccesses.of(summary(access));
        anonymousOf(access);
        anonymous[access] = all;
        latest[3 * access] = 0;
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

  /** Orders rows by their accesses and drops repetitions; of two, the earlier and smaller stays. */
  private void compact() {
    if (isCompact) {
      return;
    }
    int size = size();
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
      starts[access] = kept;
      boolean repeats = mayRepeat(sorted, start, end);
      if (repeats) {
        Records.sort(sorted, start, end, FIELDS);
      }
      for (int row = start; row < end; row++) {
        if (repeats && kept > starts[access] && isSameRow(sorted, kept - 1, row)) {
          addDuplicates(access, 1);
        } else {
          if (kept < row) {
            copy(sorted, row, sorted, kept);
          }
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

  /** Whether two of some rows have the same identity, or a part of one. */
  private boolean mayRepeat(long[] some, int start, int end) {
    int count = end - start;
    if (count < 2) {
      return false;
    }
    if (count > identities.length) {
      identities = new long[Math.max(count, 2 * identities.length)];
    }
    for (int i = 0; i < count; i++) {
      identities[i] = some[(start + i) * FIELDS];
    }
    Arrays.sort(identities, 0, count);
    for (int i = 1; i < count; i++) {
      if (identities[i] == identities[i - 1]) {
        return true;
      }
    }
    return false;
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

  private int number(int tenant, int user, int resource) {
    int access = accesses.number(tenant, user, resource);
    if (access >= lastTimes.length) {
      lastTimes = Arrays.copyOf(lastTimes, 2 * lastTimes.length);
      latest = Arrays.copyOf(latest, 2 * latest.length);
    }
    if (access >= starts.length - 1) {
      isCompact = false;
    }
    return access;
  }
}
