package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
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
    AccessTable accesses = new AccessTable();
    PartReader reader = new PartReader(ByteArrayCoder.of().decode(in), accesses.names());
    int window = (int) reader.number();
    int size = (int) reader.number();
    for (int i = 0; i < size; i++) {
      read(accesses, reader);
    }
    List<RejectedLine> rejected = REJECTED.decode(in);
    return SummaryPart.ofAll(window, accesses, rejected, LineCounts.CODER.decode(in));
  }

  private static void write(AccessTable accesses, int access, PartWriter out) {
    out.name(accesses.tenant(access));
    out.name(accesses.user(access));
    out.name(accesses.resource(access));
    AccessAccumulator accumulator = accesses.accumulator(access).compact();
    AnonymousAccesses anonymous = accumulator.anonymous();
    out.number(accumulator.size());
    out.number(anonymous == null ? 0 : anonymous.events());
    out.number(accumulator.duplicates());
    if (accumulator.size() > 0) {
      out.word(accumulator.lastIdentified());
      out.entities(accumulator.entities());
    }
    for (int row = 0; row < accumulator.size(); row++) {
      out.word(accumulator.field(row, 0));
      out.word(accumulator.field(row, 1));
      out.number(accumulator.lastIdentified() - accumulator.field(row, 2));
      out.number(accumulator.field(row, 3));
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
    int tenant = in.name();
    int user = in.name();
    int resource = in.name();
    long[] identified = new long[(int) in.number() * AccessAccumulator.FIELDS];
    long events = in.number();
    long duplicates = in.number();
    long last = 0;
    AccessEntities entities = AccessEntities.UNKNOWN;
    if (identified.length > 0) {
      last = in.word();
      entities = in.entities();
    }
    for (int i = 0; i < identified.length; i += AccessAccumulator.FIELDS) {
      identified[i] = in.word();
      identified[i + 1] = in.word();
      identified[i + 2] = last - in.number();
      identified[i + 3] = in.number();
    }
    AnonymousAccesses anonymous = events == 0 ? null : anonymous(events, in);
    accesses.add(
        tenant,
        user,
        resource,
        new AccessAccumulator(anonymous, identified, duplicates, last, entities));
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
