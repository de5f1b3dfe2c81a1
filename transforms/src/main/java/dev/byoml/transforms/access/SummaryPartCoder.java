package dev.byoml.transforms.access;

import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

  /** In bytes; what a part without lines says of them. */
  private static final int ROOM_OF_LINES = 64;

  private SummaryPartCoder() {}

  static SummaryPartCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SummaryPart part, OutputStream out) throws IOException {
    AccessTable accesses = part.accesses();
    PartWriter writer = new PartWriter(accesses.names());
    writer.number(part.window());
    writer.number(part.pickedCount());
    for (int i = 0; i < part.pickedCount(); i++) {
      accesses.write(part.picked()[i], writer);
    }
    accesses.writeRows(part.picked(), part.pickedCount(), writer);
    writer.writeTo(out);
    REJECTED.encode(part.rejected(), out);
    LineCounts.CODER.encode(part.counts(), out);
  }

  /** A part without lines whose accesses were written already. */
  static Packed<SummaryPart> packed(PartWriter accesses) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(accesses.size() + ROOM_OF_LINES);
    try {
      accesses.writeTo(out);
      REJECTED.encode(List.of(), out);
      LineCounts.CODER.encode(LineCounts.NONE, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return new Packed<>(out.toByteArray());
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
    int size = reader.count();
    for (int i = 0; i < size; i++) {
      accesses.read(reader);
    }
    reader.rows(accesses);
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
}
