package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and names, for {@link PartReader}, to an array that grows. */
final class PartWriter {
  private static final int FIRST_SIZE = 1 << 12;
  private static final int LONGEST_NUMBER = 10;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Names names;

  /** For each name the place at which it was written out first, counted from 1; 0 if it was not. */
  private int[] written;

  private int writtenCount;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  /** Writes names by their numbers here. */
  PartWriter(Names names) {
    this.names = names;
    this.written = new int[names.size()];
  }

  /** What was written. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes a number, in fewer bytes the smaller it is, if it is not negative. */
  void number(long number) {
    ensureRoom(LONGEST_NUMBER);
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

  private void ensureRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
