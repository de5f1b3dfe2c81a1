package dev.byoml.model.summary;

import dev.byoml.model.store.file.RecordFormat;
import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The blobs of a window, in their file. */
final class InputBlobFormat extends RecordFormat<InputBlob> {
  static final InputBlobFormat INSTANCE = new InputBlobFormat();

  private InputBlobFormat() {
    super(SummaryFormat.load("input-blob.avsc"));
  }

  @Override
  public void write(InputBlob blob, Encoder out) throws IOException {
    out.writeString(blob.path());
    out.writeLong(blob.bytes());
  }

  @Override
  public InputBlob read(Decoder in) throws IOException {
    return new InputBlob(in.readString(), in.readLong());
  }
}
