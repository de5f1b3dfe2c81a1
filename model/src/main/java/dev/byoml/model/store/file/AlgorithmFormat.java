package dev.byoml.model.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** What an algorithm keeps of a tenant beside factors, in its file. */
public final class AlgorithmFormat extends RecordFormat<byte[]> {
  public static final AlgorithmFormat INSTANCE = new AlgorithmFormat();

  private AlgorithmFormat() {
    super(Schemas.ALGORITHM);
  }

  @Override
  public void write(byte[] state, Encoder out) throws IOException {
    out.writeBytes(state);
  }

  @Override
  public byte[] read(Decoder in) throws IOException {
    ByteBuffer bytes = in.readBytes(null);
    byte[] state = new byte[bytes.remaining()];
    bytes.get(state);
    return state;
  }
}
