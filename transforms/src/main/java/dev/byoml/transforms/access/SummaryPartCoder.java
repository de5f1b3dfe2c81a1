package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/**
 * Encodes a {@link SummaryPart} as its accesses, its rejected lines and its counts. Each name is
 * written out where it first occurs, and as its number wherever it occurs again.
 *
 * <p>Of a row with an identity there are often hundreds of millions, so this writes to an array
 * without the detour over the coders of numbers and texts.
 */
final class SummaryPartCoder extends AtomicCoder<SummaryPart> {
  private static final SummaryPartCoder INSTANCE = new SummaryPartCoder();
  private static final Coder<List<RejectedLine>> REJECTED = ListCoder.of(RejectedLine.CODER);

  private SummaryPartCoder() {}

  static SummaryPartCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SummaryPart part, OutputStream out) throws IOException {
    PartWriter writer = new PartWriter(part.accesses().names());
    writer.number(part.window());
    writer.number(part.pickedCount());
    for (int i = 0; i < part.pickedCount(); i++) {
      write(part.accesses(), part.picked()[i], writer);
    }
    ByteArrayCoder.of().encode(writer.bytes(), out);
    REJECTED.encode(part.rejected(), out);
    LineCounts.CODER.encode(part.counts(), out);
  }

  @Override
  public SummaryPart decode(InputStream in) throws IOException {
    SummaryPart part = decode(in, window -> new AccessTable());
    return SummaryPart.ofAll(part.window(), part.accesses(), part.rejected(), part.counts());
  }

  /**
   * Adds the accesses that are read to a table.
   *
   * @param tables gives the table of a window
   * @return the part with the table, of which no accesses are picked
   */
  SummaryPart decode(InputStream in, IntFunction<AccessTable> tables) throws IOException {
    PartReader reader = new PartReader(ByteArrayCoder.of().decode(in));
    int window = (int) reader.number();
    AccessTable accesses = tables.apply(window);
    reader.readNamesInto(accesses.names());
    int size = (int) reader.number();
    for (int i = 0; i < size; i++) {
      read(accesses, reader);
    }
    accesses.compactIfGrown();
    List<RejectedLine> rejected = REJECTED.decode(in);
    LineCounts counts = LineCounts.CODER.decode(in);
    return new SummaryPart(window, accesses, new int[0], 0, rejected, counts);
  }

  /** Reads a part without its accesses. */
  SummaryPart decodeLines(InputStream in) throws IOException {
    PartReader reader = new PartReader(ByteArrayCoder.of().decode(in));
    int window = (int) reader.number();
    List<RejectedLine> rejected = REJECTED.decode(in);
    return SummaryPart.ofAll(window, new AccessTable(), rejected, LineCounts.CODER.decode(in));
  }

  private static void write(AccessTable accesses, int access, PartWriter out) {
    out.name(accesses.tenant(access));
    out.name(accesses.user(access));
    out.name(accesses.resource(access));
    AnonymousAccesses anonymous = accesses.anonymous(access);
    int row = accesses.firstRow(access);
    int end = accesses.firstRow(access + 1);
    out.number(end - row);
    out.number(anonymous == null ? 0 : anonymous.events());
    out.number(accesses.duplicates(access));
    long last = accesses.lastTime(access);
    if (row < end) {
      out.word(last);
      out.entities(accesses.latest(access));
    }
    for (; row < end; row++) {
      out.word(accesses.field(row, 0));
      out.word(accesses.field(row, 1));
      out.number(last - accesses.field(row, 2));
      out.number(accesses.field(row, 3));
    }
    if (anonymous != null) {
      out.number(anonymous.count());
      out.word(anonymous.first());
      out.word(anonymous.last());
      out.entities(anonymous.entities());
      DailyCounts days = anonymous.days();
      out.number(days.size());
      for (int day = 0; day < days.size(); day++) {
        out.word(days.day(day));
        out.number(days.count(day));
      }
    }
  }

  private static void read(AccessTable accesses, PartReader in) throws IOException {
    int access = accesses.number(in.name(), in.name(), in.name());
    int rows = (int) in.number();
    long events = in.number();
    accesses.addDuplicates(access, in.number());
    if (rows > 0) {
      long last = in.word();
      accesses.addLatest(access, last, in.entities());
      for (int row = 0; row < rows; row++) {
        accesses.addRow(access, in.word(), in.word(), last - in.number(), in.number());
      }
    }
    if (events > 0) {
      accesses.anonymousOf(access).merge(anonymous(events, in));
    }
  }

  private static AnonymousAccesses anonymous(long events, PartReader in) throws IOException {
    long count = in.number();
    long first = in.word();
    long last = in.word();
    AccessEntities entities = in.entities();
    int[] days = new int[(int) in.number()];
    long[] counts = new long[days.length];
    for (int day = 0; day < days.length; day++) {
      days[day] = (int) in.word();
      counts[day] = in.number();
    }
    return new AnonymousAccesses(
        events, count, first, last, entities, new DailyCounts(days, counts));
  }
}
