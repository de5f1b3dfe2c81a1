package dev.byoml.transforms.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes an {@link Instant} in full precision, as its seconds and nanoseconds. */
public final class InstantCoder extends AtomicCoder<Instant> {
  private static final InstantCoder INSTANCE = new InstantCoder();

  private InstantCoder() {}

  /** The coder. */
  public static InstantCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Instant time, OutputStream out) throws IOException {
    VarLongCoder.of().encode(time.getEpochSecond(), out);
    VarIntCoder.of().encode(time.getNano(), out);
  }

  @Override
  public Instant decode(InputStream in) throws IOException {
    long seconds = VarLongCoder.of().decode(in);
    return Instant.ofEpochSecond(seconds, VarIntCoder.of().decode(in));
  }
}
