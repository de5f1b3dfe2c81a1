package dev.byoml.transforms.template;

import dev.byoml.transforms.source.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Remembers what was made of some fields of a row, and knows it again by their bytes. What is made
 * of them must depend on nothing else. Remembers a bounded number, and begins anew when there are
 * more; whatever the bytes are, looking up takes a bounded number of comparisons. Not safe for use
 * by several threads. Of a template with more fields than a word has bits nothing is remembered.
 *
 * <p>What was made with a look into the text of another field is not remembered, and what was made
 * of a row that has no such field is not taken for one that has it.
 *
 * <p>What is compared stands in one array, because a lookup is mostly waiting for memory.
 *
 * @param <T> what is made of the fields
 */
public final class KnownValues<T> {
  /** Stands for fields of which nothing is remembered. */
  public static final int NOT_KNOWN = -1;

  /** Stands for a hash that is yet to be computed. */
  public static final long NOT_HASHED = 0;

  private static final int CACHE_LINE = 64;
  private static final int FIRST_SIZE = 1 << 6;
  private static final int MOST = 1 << 16;
  private static final int MOST_BYTES = 1 << 25;

  private static final int PROBES = 4;

  /** So often rows with other values may have the same first one before all are hashed. */
  private static final int MOST_ALIKE = 64;

  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long LENGTH_FACTOR = 0xD6E8FEB86659FD93L;

  // An entry is a hash, a bit for each field asked for that the row has, the note, the number kept
  // with it, where its value is, and the length and the bytes of each such field that values are
  // made from.
  private static final int GIVEN = Long.BYTES;
  private static final int NOTE = GIVEN + Long.BYTES;
  private static final int NUMBER = NOTE + Long.BYTES;
  private static final int VALUE = NUMBER + Long.BYTES;
  private static final int TEXTS = VALUE + Integer.BYTES;

  /** Whether each field has a bit of its own; else nothing is remembered. */
  private final boolean isOfUse;

  /** A bit for each field that values are made from. */
  private final long fields;

  /** The same, and for fields in whose texts these may be sought: only counts whether they are. */
  private final long asked;

  /** The entries, one after the other. */
  private byte[] entries;

  private int used;

  /** For each slot where an entry begins, counted from 1; 0 if it is free. */
  private int[] slots;

  private T[] values;

  /** For each value its entry. */
  private int[] places;

  private int size;
  private int generation;

  private long lookedInto;
  private int last;
  private long hash;

  /** What {@link #approach} came upon, so that it is not left out as of no use. */
  private long approached;

  private int[] approaching = {};

  /**
   * Whether all values of a row are hashed, not the first alone, which mostly distinguishes rows.
   */
  private boolean hashesAll;

  /** How many rows had the hash of other values, while only the first one is hashed. */
  private int alike;

  /**
   * Remembers what is made of fields, by their positions in the row.
   *
   * @param columns fields in whose texts some of {@code fields} may be sought
   */
  public KnownValues(int[] fields, int[] columns) {
    this.isOfUse =
        IntStream.concat(IntStream.of(fields), IntStream.of(columns))
            .allMatch(field -> field < Long.SIZE);
    this.fields = bits(fields);
    this.asked = this.fields | bits(columns);
    begin();
  }

  @SuppressWarnings("unchecked")
  private void begin() {
    entries = new byte[FIRST_SIZE * Long.SIZE];
    used = 0;
    slots = new int[2 * FIRST_SIZE];
    values = (T[]) new Object[FIRST_SIZE];
    places = new int[FIRST_SIZE];
    size = 0;
    last = NOT_KNOWN;
    generation++;
  }

  private static long bits(int[] fields) {
    return IntStream.of(fields).mapToLong(field -> 1L << field).reduce(0, (a, b) -> a | b);
  }

  /** What was made of the fields before, or null if that is not known. */
  public T of(Row row) {
    int found = find(row);
    return found == NOT_KNOWN ? null : value(found);
  }

  /** A hash of the fields of a row, to find them by; any number if nothing is remembered of it. */
  public long hash(Row row) {
    return standInSource(row) ? hash(row, row.given() & asked) : NOT_HASHED;
  }

  /**
   * Brings what is looked at to find rows into the processor's cache: a lookup is mostly waiting
   * for memory, and this waits for many at once.
   *
   * @param hashes of the rows, of which {@code count} count
   */
  public void approach(long[] hashes, int count) {
    if (approaching.length < count) {
      approaching = new int[count];
    }
    for (int i = 0; i < count; i++) {
      approaching[i] = Math.max(0, slots[slot(hashes[i], 0)] - 1);
    }
    long sum = 0;
    int end = entries.length - Long.BYTES;
    int length = used / Math.max(1, size);
    for (int line = 0; line < length + CACHE_LINE; line += CACHE_LINE) {
      for (int i = 0; i < count; i++) {
        sum += (long) WORD.get(entries, Math.min(end, approaching[i] + line));
      }
    }
    approached = sum;
  }

  /** The place of what was made of the fields before, or {@link #NOT_KNOWN}. */
  public int find(Row row) {
    return find(row, NOT_HASHED);
  }

  /**
   * The same.
   *
   * @param hashOfRow {@link #hash(Row)} of the row, or {@link #NOT_HASHED}
   */
  public int find(Row row, long hashOfRow) {
    if (!standInSource(row)) {
      return NOT_KNOWN;
    }
    lookedInto = row.lookedInto();
    long given = row.given() & asked;
    if (last != NOT_KNOWN && matches(last, row, given)) {
      return last;
    }
    hash = hashOfRow == NOT_HASHED ? hash(row, given) : hashOfRow;
    for (int probe = 0; probe < PROBES; probe++) {
      int entry = slots[slot(hash, probe)] - 1;
      if (entry < 0) {
        return NOT_KNOWN;
      }
      if ((long) WORD.get(entries, entry) == hash) {
        if (matches(entry, row, given)) {
          last = entry;
          return entry;
        }
        if (!hashesAll && ++alike > MOST_ALIKE) {
          hashesAll = true;
          begin();
          hash = hash(row, given);
          return NOT_KNOWN;
        }
      }
    }
    return NOT_KNOWN;
  }

  /** What was made of the fields, by its place. */
  public T value(int place) {
    return values[(int) LENGTH.get(entries, place + VALUE)];
  }

  /** What was noted with it. */
  public long note(int place) {
    return (long) WORD.get(entries, place + NOTE);
  }

  /** What {@link #setNumber} set, or 0. */
  public long numberOf(int place) {
    return (long) WORD.get(entries, place + NUMBER);
  }

  /** Keeps a number with it, until it is set again or forgotten. */
  public void setNumber(int place, long number) {
    WORD.set(entries, place + NUMBER, number);
  }

  /** Forgets all numbers that were set. */
  public void forgetNumbers() {
    for (int i = 0; i < size; i++) {
      setNumber(places[i], 0);
    }
  }

  /** Changes whenever all is forgotten. */
  public int generation() {
    return generation;
  }

  /** Remembers what was made of a row for which {@link #of} has just given nothing. */
  public void remember(Row row, T value) {
    remember(row, value, 0);
  }

  /**
   * The same.
   *
   * @param note is kept with it
   * @return its place, or {@link #NOT_KNOWN} if it is not remembered
   */
  public int remember(Row row, T value, long note) {
    if (row.lookedInto() != lookedInto || !standInSource(row)) {
      return NOT_KNOWN;
    }
    if (size == MOST || used > MOST_BYTES) {
      begin();
    } else if (size == values.length) {
      grow();
    }
    int entry = add(row, row.given() & asked, note);
    values[size] = value;
    places[size++] = entry;
    last = entry;
    put(hash, entry);
    return entry;
  }

  private boolean standInSource(Row row) {
    return isOfUse && (row.elsewhere() & fields) == 0;
  }

  private boolean matches(int entry, Row row, long given) {
    if (given != (long) WORD.get(entries, entry + GIVEN)) {
      return false;
    }
    byte[] source = row.source();
    int at = entry + TEXTS;
    for (long left = given & fields; left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      int start = row.start(field);
      int length = row.end(field) - start;
      if (length != (int) LENGTH.get(entries, at)
          || !Words.equal(source, start, entries, at + Integer.BYTES, length)) {
        return false;
      }
      at += Integer.BYTES + length;
    }
    return true;
  }

  private int add(Row row, long given, long note) {
    int entry = used;
    int total = TEXTS;
    for (long left = given & fields; left != 0; left &= left - 1) {
      total += Integer.BYTES + length(row, Long.numberOfTrailingZeros(left));
    }
    if (used + total > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(used + total, 2 * entries.length));
    }
    WORD.set(entries, entry, hash);
    WORD.set(entries, entry + GIVEN, given);
    WORD.set(entries, entry + NOTE, note);
    WORD.set(entries, entry + NUMBER, 0L);
    LENGTH.set(entries, entry + VALUE, size);
    int at = entry + TEXTS;
    for (long left = given & fields; left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      int length = length(row, field);
      LENGTH.set(entries, at, length);
      System.arraycopy(row.source(), row.start(field), entries, at + Integer.BYTES, length);
      at += Integer.BYTES + length;
    }
    used += total;
    return entry;
  }

  /** Of entries for which no slot is free, the later one takes the place of an earlier one. */
  private void put(long hashOfEntry, int entry) {
    int slot = slot(hashOfEntry, 0);
    for (int probe = 0; probe < PROBES; probe++) {
      if (slots[slot(hashOfEntry, probe)] == 0) {
        slot = slot(hashOfEntry, probe);
        break;
      }
    }
    slots[slot] = entry + 1;
  }

  private void grow() {
    values = Arrays.copyOf(values, 2 * size);
    places = Arrays.copyOf(places, 2 * size);
    int[] before = slots;
    slots = new int[2 * before.length];
    for (int entry : before) {
      if (entry != 0) {
        put((long) WORD.get(entries, entry - 1), entry - 1);
      }
    }
  }

  private long hash(Row row, long given) {
    byte[] source = row.source();
    long mixed = given;
    long hashed = given & fields;
    for (long left = hashesAll ? hashed : Long.lowestOneBit(hashed); left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      int end = row.end(field);
      mixed ^= length(row, field) * LENGTH_FACTOR;
      for (int i = row.start(field); i < end; i += Words.LENGTH) {
        mixed = Words.mix(mixed, Words.upTo(source, i, end));
      }
    }
    return Words.mix(mixed, given);
  }

  private static int length(Row row, int field) {
    return row.end(field) - row.start(field);
  }

  private int slot(long ofHash, int probe) {
    return (int) (ofHash + probe) & slots.length - 1;
  }
}
