package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.AccessNames;
import dev.byoml.transforms.parse.Tuples;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.beam.sdk.util.VarInt;

/** Writes numbers, names and rows, for {@link PartReader}, to an array that grows. */
final class PartWriter {
  private static final int FIRST_SIZE = 1 << 12;
  private static final int LONGEST_NUMBER = 10;
  private static final int LONGEST_ROW = 2 * Long.BYTES + 5 * LONGEST_NUMBER;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final AccessNames names;

  /** For each name the place at which it was written out first, counted from 1; 0 if it was not. */
  private int[] written;

  private int writtenCount;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  /** Time of the row before. */
  private long time;

  /** Writes names by their numbers in {@code names}. */
  PartWriter(AccessNames names) {
    this.names = names;
    this.written = new int[names.size()];
  }

  /** Writes no names. */
  PartWriter() {
    this.names = null;
    this.written = null;
  }

  /** Forgets what was written, but not that names were. */
  void clear() {
    size = 0;
    time = 0;
  }

  /** Number of bytes that were written. */
  int size() {
    return size;
  }

  /** Writes what was written to an output, and before it how many bytes that is. */
  void writeTo(OutputStream out) throws IOException {
    VarInt.encode(size, out);
    out.write(bytes, 0, size);
  }

  /** Writes a number, in fewer bytes the smaller it is, if it is not negative. */
  void number(long number) {
    ensureRoom(LONGEST_NUMBER);
    put(number);
  }

  /** Writes whether something follows. */
  void flag(boolean follows) {
    number(follows ? 1 : 0);
  }

  /**
   * Writes a row.
   *
   * @param actor place of its actor among those of the part; the same of target and address
   * @param high the row's identity; {@code low} is the rest of it
   * @param at when, in nanoseconds since 1970
   */
  void row(int actor, int target, int address, long high, long low, long at, long count) {
    ensureRoom(LONGEST_ROW);
    put(actor);
    put(target);
    put(address);
    WORD.set(bytes, size, high);
    WORD.set(bytes, size + Long.BYTES, low);
    size += 2 * Long.BYTES;
    long later = at - time;
    put(later << 1 ^ later >> Long.SIZE - 1);
    put(count);
    time = at;
  }

  /** Writes all rows that another writer wrote. */
  void rows(PartWriter rows) {
    ensureRoom(rows.size);
    System.arraycopy(rows.bytes, 0, bytes, size, rows.size);
    size += rows.size;
  }

  private void put(long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** Writes a number in eight bytes. */
  void word(long number) {
    ensureRoom(Long.BYTES);
    WORD.set(bytes, size, number);
    size += Long.BYTES;
  }

  /** Writes a name. */
  void name(int name) {
    if (name >= written.length) {
      written = Arrays.copyOf(written, Math.max(names.size(), 2 * written.length));
    }
    if (written[name] != 0) {
      number(written[name] - 1L);
      return;
    }
    number(writtenCount);
    written[name] = ++writtenCount;
    byte[] text = names.name(name).getBytes(StandardCharsets.UTF_8);
    number(text.length);
    ensureRoom(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /** Writes entities, each as a name. */
  void entities(AccessEntities entities) {
    name(names.number(entities.actorName()));
    name(names.number(entities.actorDomain()));
    name(names.number(entities.actorSid()));
    name(names.number(entities.hostName()));
    name(names.number(entities.dnsDomain()));
    name(names.number(entities.ipAddress()));
  }

  /** Writes the names of an access. */
  void key(int tenant, int user, int resource) {
    name(tenant);
    name(user);
    name(resource);
  }

  /**
   * Writes tuples of names.
   *
   * @param picked the numbers of those that are written, of which {@code count} count
   * @param width names of a tuple
   */
  void tuples(Tuples tuples, int[] picked, int count, int width) {
    number(count);
    for (int i = 0; i < count; i++) {
      for (int place = 0; place < width; place++) {
        name(tuples.get(picked[i], place));
      }
    }
  }

  /**
   * Writes what the events without an identity of an access add up to.
   *
   * @param accesses null if there are none
   */
  void anonymous(AnonymousAccesses accesses) {
    number(accesses == null ? 0 : accesses.events());
    if (accesses == null) {
      return;
    }
    number(accesses.count());
    word(accesses.first());
    word(accesses.last());
    entities(accesses.entities());
    DailyCounts days = accesses.days();
    number(days.size());
    for (int day = 0; day < days.size(); day++) {
      word(days.day(day));
      number(days.count(day));
    }
  }

  private void ensureRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
