package dev.byoml.transforms.template;

import dev.byoml.transforms.source.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Remembers what was made of some fields of a row, and knows it again by their bytes. What is made
 * of them must depend on nothing else. Remembers a bounded number, of which later ones take the
 * place of earlier ones; whatever the bytes are, looking up takes a bounded number of comparisons.
 * Not safe for use by several threads. Of a template with more fields than a word has bits nothing
 * is remembered.
 *
 * <p>What was made with a look into the text of another field is not remembered, and what was made
 * of a row that has no such field is not taken for one that has it.
 *
 * @param <T> what is made of the fields
 */
public final class KnownValues<T> {
  private static final int FIRST_SIZE = 1 << 6;

  /** At a few hundred bytes each some ten megabytes, if there are so many. */
  private static final int MOST = 1 << 16;

  private static final int PROBES = 4;
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final long LENGTH_FACTOR = 0xD6E8FEB86659FD93L;

  /** Whether each field has a bit of its own; else nothing is remembered. */
  private final boolean isOfUse;

  /** A bit for each field that values are made from. */
  private final long fields;

  /** The same, and for fields in whose texts these may be sought: only counts whether they are. */
  private final long asked;

  private Known<T>[] table;
  private long lookedInto;
  private int size;
  private Known<T> last;
  private long hash;

  /**
   * What was made of some bytes.
   *
   * @param given a bit for each field asked for that the row has
   * @param bytes of each such field that values are made from the length and the bytes
   */
  private record Known<T>(long hash, byte[] bytes, long given, T value) {
    boolean matches(Row row, long fields, long given) {
      if (given != this.given) {
        return false;
      }
      byte[] source = row.source();
      int at = 0;
      for (long left = given & fields; left != 0; left &= left - 1) {
        int field = Long.numberOfTrailingZeros(left);
        int start = row.start(field);
        int length = row.end(field) - start;
        if (length != (int) LENGTH.get(bytes, at)
            || !Words.equal(source, start, bytes, at + Integer.BYTES, length)) {
          return false;
        }
        at += Integer.BYTES + length;
      }
      return true;
    }
  }

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
    this.table = newTable(FIRST_SIZE);
  }

  private static long bits(int[] fields) {
    return IntStream.of(fields).mapToLong(field -> 1L << field).reduce(0, (a, b) -> a | b);
  }

  /** What was made of the fields before, or null if that is not known. */
  public T of(Row row) {
    if (!standInSource(row)) {
      return null;
    }
    lookedInto = row.lookedInto();
    long given = row.given() & asked;
    if (last != null && last.matches(row, fields, given)) {
      return last.value;
    }
    hash = hash(row, given);
    for (int probe = 0; probe < PROBES; probe++) {
      Known<T> known = table[slot(hash, probe)];
      if (known == null) {
        return null;
      }
      if (known.hash == hash && known.matches(row, fields, given)) {
        last = known;
        return known.value;
      }
    }
    return null;
  }

  /** Remembers what was made of a row for which {@link #of} has just given nothing. */
  public void remember(Row row, T value) {
    if (row.lookedInto() != lookedInto || !standInSource(row)) {
      return;
    }
    if (2 * size >= table.length && table.length < MOST) {
      grow();
    }
    last = known(row, row.given() & asked, value);
    put(last);
  }

  private boolean standInSource(Row row) {
    return isOfUse && (row.elsewhere() & fields) == 0;
  }

  private void put(Known<T> known) {
    int slot = slot(known.hash, 0);
    for (int probe = 0; probe < PROBES; probe++) {
      if (table[slot(known.hash, probe)] == null) {
        slot = slot(known.hash, probe);
        size++;
        break;
      }
    }
    table[slot] = known;
  }

  private void grow() {
    Known<T>[] before = table;
    table = newTable(2 * before.length);
    size = 0;
    for (Known<T> known : before) {
      if (known != null) {
        put(known);
      }
    }
  }

  private Known<T> known(Row row, long given, T value) {
    int total = 0;
    for (long left = given & fields; left != 0; left &= left - 1) {
      total += Integer.BYTES + length(row, Long.numberOfTrailingZeros(left));
    }
    byte[] bytes = new byte[total];
    int at = 0;
    for (long left = given & fields; left != 0; left &= left - 1) {
      int field = Long.numberOfTrailingZeros(left);
      int length = length(row, field);
      LENGTH.set(bytes, at, length);
      System.arraycopy(row.source(), row.start(field), bytes, at + Integer.BYTES, length);
      at += Integer.BYTES + length;
    }
    return new Known<>(hash, bytes, given, value);
  }

  private long hash(Row row, long given) {
    byte[] source = row.source();
    long mixed = given;
    for (long left = given & fields; left != 0; left &= left - 1) {
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

  private int slot(long hash, int probe) {
    return (int) (hash + probe) & table.length - 1;
  }

  @SuppressWarnings("unchecked")
  private static <T> Known<T>[] newTable(int size) {
    return (Known<T>[]) new Known<?>[size];
  }
}
