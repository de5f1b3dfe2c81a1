package dev.byoml.model.summary;

import dev.byoml.model.store.file.RecordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** Blocks of summarized accesses, in their file. */
final class SummaryFormat extends RecordFormat<SummaryBlock> {
  static final SummaryFormat INSTANCE = new SummaryFormat();

  private SummaryFormat() {
    super(load("summary-block.avsc"));
  }

  static Schema load(String name) {
    try (InputStream in = SummaryFormat.class.getResourceAsStream(name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema " + name, e);
    }
  }

  @Override
  public void write(SummaryBlock block, Encoder out) throws IOException {
    out.writeString(block.tenant());
    writeStrings(block.names(), out);
    writeInts(block.users(), 0, block.users().length, out);
    writeInts(block.resources(), 0, block.resources().length, out);
    writeLongs(block.events(), out);
    writeLongs(block.counts(), out);
    writeLongs(block.duplicates(), out);
    out.writeLong(block.start());
    out.writeLong(block.unit());
    writeLongs(block.first(), out);
    writeLongs(block.last(), out);
    writeInts(block.entities(), 0, block.entities().length, out);
    writeInts(block.dayNumbers(), 0, block.dayNumbers().length, out);
    writeInts(block.days(), 0, block.days().length, out);
    writeLongs(block.dayCounts(), out);
  }

  @Override
  public SummaryBlock read(Decoder in) throws IOException {
    return new SummaryBlock(
        in.readString(),
        readStrings(in),
        readInts(in),
        readInts(in),
        readLongs(in),
        readLongs(in),
        readLongs(in),
        in.readLong(),
        in.readLong(),
        readLongs(in),
        readLongs(in),
        readInts(in),
        readInts(in),
        readInts(in),
        readLongs(in));
  }
}
