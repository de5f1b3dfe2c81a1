package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a {@link PartWriter} wrote, in the same order. */
final class PartReader {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private Names names;

  /** The numbers of the names in the order in which they were written out. */
  private int[] written = new int[64];

  private int writtenCount;
  private int next;

  PartReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads names into {@code names} from now on. */
  void readNamesInto(Names names) {
    this.names = names;
  }

  /** Reads a number. */
  long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1);
      byte part = bytes[next++];
      number |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IOException("a number has too many bytes");
  }

  /** Reads a number of eight bytes. */
  long word() throws IOException {
    require(Long.BYTES);
    long word = (long) WORD.get(bytes, next);
    next += Long.BYTES;
    return word;
  }

  /** Reads a name, and gives its number. */
  int name() throws IOException {
    long place = number();
    if (place < 0 || place > writtenCount) {
      throw new IOException("name " + place + " is not known yet");
    }
    if (place < writtenCount) {
      return written[(int) place];
    }
    long length = number();
    require(length);
    String name = new String(bytes, next, (int) length, StandardCharsets.UTF_8);
    next += (int) length;
    if (writtenCount == written.length) {
      written = Arrays.copyOf(written, 2 * written.length);
    }
    written[writtenCount] = names.number(name);
    return written[writtenCount++];
  }

  /** Reads entities. */
  AccessEntities entities() throws IOException {
    String actorName = names.name(name());
    String actorDomain = names.name(name());
    String actorSid = names.name(name());
    String hostName = names.name(name());
    String dnsDomain = names.name(name());
    return new AccessEntities(
        actorName, actorDomain, actorSid, hostName, dnsDomain, names.name(name()));
  }

  private void require(long count) throws IOException {
    if (count < 0 || count > bytes.length - next) {
      throw new IOException("the bytes end too early");
    }
  }
}
