package dev.byoml.transforms.template;

import dev.byoml.transforms.source.Words;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Remembers what was made of some fields of a row, and knows it again by their bytes. What is made
 * of them must depend on nothing else. Remembers a bounded number, of which later ones take the
 * place of earlier ones; whatever the bytes are, looking up takes a bounded number of comparisons.
 * Not safe for use by several threads.
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
  private static final int MISSING = -1;
  private static final long LENGTH_FACTOR = 0xD6E8FEB86659FD93L;

  private final int[] fields;

  /** Fields of which only counts whether the row has them: others may be sought in their texts. */
  private final int[] columns;

  private Known<T>[] table;
  private long lookedInto;
  private int size;
  private Known<T> last;
  private long hash;

  /**
   * What was made of some bytes.
   *
   * @param bytes of each field the length and the bytes
   */
  private record Known<T>(long hash, byte[] bytes, long columns, T value) {
    boolean matches(Row row, int[] fields, long columns) {
      if (columns != this.columns) {
        return false;
      }
      byte[] source = row.source();
      int at = 0;
      for (int field : fields) {
        int length = lengthOf(row, field);
        if (length != (int) LENGTH.get(bytes, at)) {
          return false;
        }
        at += Integer.BYTES;
        if (length > 0) {
          if (!Words.equal(source, row.start(field), bytes, at, length)) {
            return false;
          }
          at += length;
        }
      }
      return true;
    }
  }

  /**
   * Remembers what is made of fields, by their positions in the row.
   *
   * @param columns fields in whose texts some of {@code fields} may be sought, at most 64
   */
  public KnownValues(int[] fields, int[] columns) {
    this.fields = fields.clone();
    this.columns = columns.clone();
    this.table = newTable(FIRST_SIZE);
  }

  /** What was made of the fields before, or null if that is not known. */
  public T of(Row row) {
    if (!standInSource(row)) {
      return null;
    }
    lookedInto = row.lookedInto();
    long given = columnsGiven(row);
    if (last != null && last.matches(row, fields, given)) {
      return last.value;
    }
    hash = hash(row);
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
    last = known(row, value);
    put(last);
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

  private Known<T> known(Row row, T value) {
    int total = 0;
    for (int field : fields) {
      total += Integer.BYTES + Math.max(0, lengthOf(row, field));
    }
    byte[] bytes = new byte[total];
    int at = 0;
    for (int field : fields) {
      int length = lengthOf(row, field);
      LENGTH.set(bytes, at, length);
      at += Integer.BYTES;
      if (length > 0) {
        System.arraycopy(row.source(), row.start(field), bytes, at, length);
        at += length;
      }
    }
    return new Known<>(hash, bytes, columnsGiven(row), value);
  }

  private long columnsGiven(Row row) {
    long given = 0;
    for (int column : columns) {
      given = given << 1 | (row.isGiven(column) ? 1 : 0);
    }
    return given;
  }

  private boolean standInSource(Row row) {
    for (int field : fields) {
      if (!row.standsInSource(field)) {
        return false;
      }
    }
    return true;
  }

  private long hash(Row row) {
    byte[] source = row.source();
    long mixed = 0;
    for (int field : fields) {
      int start = row.start(field);
      int end = start < 0 ? start : row.end(field);
      mixed ^= lengthOf(row, field) * LENGTH_FACTOR;
      for (int i = start; i < end; i += Words.LENGTH) {
        mixed = Words.mix(mixed, Words.upTo(source, i, end));
      }
    }
    return Words.mix(mixed, columnsGiven(row));
  }

  private static int lengthOf(Row row, int field) {
    int start = row.start(field);
    return start < 0 ? MISSING : row.end(field) - start;
  }

  private int slot(long hash, int probe) {
    return (int) (hash + probe) & table.length - 1;
  }

  @SuppressWarnings("unchecked")
  private static <T> Known<T>[] newTable(int size) {
    return (Known<T>[]) new Known<?>[size];
  }
}
