package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.AccessNames;
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
  private AccessNames names;

  /** The numbers of the names in the order in which they were written out. */
  private int[] written = new int[64];

  private int writtenCount;
  private int next;

  PartReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads names into {@code names} from now on. */
  void readNamesInto(AccessNames names) {
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

  /** Reads whether something follows. */
  boolean flag() throws IOException {
    return number() != 0;
  }

  /** Reads rows, and before them their actors, targets and addresses, into a table. */
  void rows(AccessTable accesses) throws IOException {
    int[] actors = new int[count()];
    for (int place = 0; place < actors.length; place++) {
      actors[place] = names.actors().number(name(), name(), name(), name(), name());
    }
    int[] targets = new int[count()];
    for (int place = 0; place < targets.length; place++) {
      targets[place] = names.targets().number(name(), name(), name());
    }
    int[] addresses = new int[count()];
    for (int place = 0; place < addresses.length; place++) {
      addresses[place] = name();
    }
    int rows = count();
    accesses.ensureRows(rows);
    long time = 0;
    for (int row = 0; row < rows; row++) {
      int actor = actors[place(actors.length)];
      int target = targets[place(targets.length)];
      int address = addresses[place(addresses.length)];
      long high = word();
      long low = word();
      long later = number();
      time += later >>> 1 ^ -(later & 1);
      accesses.addRow(actor, target, address, high, low, time, number());
    }
  }

  /** Reads how many follow, each of which takes a byte or more. */
  int count() throws IOException {
    long count = number();
    require(count);
    return (int) count;
  }

  private int place(int places) throws IOException {
    long place = number();
    if (place < 0 || place >= places) {
      throw new IOException("place " + place + " is not known");
    }
    return (int) place;
  }

  /** Reads what the events without an identity of an access add up to; null if there are none. */
  AnonymousAccesses anonymous() throws IOException {
    long events = number();
    if (events == 0) {
      return null;
    }
    long count = number();
    long first = word();
    long last = word();
    AccessEntities entities = entities();
    int[] days = new int[count()];
    long[] counts = new long[days.length];
    for (int day = 0; day < days.length; day++) {
      days[day] = (int) word();
      counts[day] = number();
    }
    return new AnonymousAccesses(
        events, count, first, last, entities, new DailyCounts(days, counts));
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
