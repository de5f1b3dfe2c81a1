package dev.byoml.transforms.vectors;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link NamedVector}: side, id, length, values. */
final class NamedVectorCoder extends AtomicCoder<NamedVector> {
  private static final NamedVectorCoder INSTANCE = new NamedVectorCoder();

  private NamedVectorCoder() {}

  static NamedVectorCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(NamedVector vector, OutputStream out) throws IOException {
    VarIntCoder.of().encode(vector.side().ordinal(), out);
    StringUtf8Coder.of().encode(vector.id(), out);
    VarIntCoder.of().encode(vector.values().length, out);
    DataOutputStream data = new DataOutputStream(out);
    for (float value : vector.values()) {
      data.writeFloat(value);
    }
    data.flush();
  }

  @Override
  public NamedVector decode(InputStream in) throws IOException {
    Side side = Side.values()[VarIntCoder.of().decode(in)];
    String id = StringUtf8Coder.of().decode(in);
    float[] values = new float[VarIntCoder.of().decode(in)];
    DataInputStream data = new DataInputStream(in);
    for (int i = 0; i < values.length; i++) {
      values[i] = data.readFloat();
    }
    return new NamedVector(side, id, values);
  }
}
