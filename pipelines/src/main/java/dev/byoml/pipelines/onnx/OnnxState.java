package dev.byoml.pipelines.onnx;

import dev.byoml.model.als.Factors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is kept of a tenant that an ONNX model scores.
 *
 * @param anomalous whether the model's output is larger the odder an access is
 * @param lowest a bound that no affinity is below
 * @param users vectors of the users
 * @param resources vectors of the resources
 * @param onnx the ONNX model
 */
record OnnxState(boolean anomalous, double lowest, Factors users, Factors resources, byte[] onnx) {
  private static final int VERSION = 1;

  OnnxState withLowest(double value) {
    return new OnnxState(anomalous, value, users, resources, onnx);
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeBoolean(anomalous);
      out.writeDouble(lowest);
      write(users, out);
      write(resources, out);
      out.writeInt(onnx.length);
      out.write(onnx);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  static OnnxState read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("the state has version %d, not %d".formatted(version, VERSION));
      }
      boolean anomalous = in.readBoolean();
      double lowest = in.readDouble();
      Factors users = readFactors(in);
      Factors resources = readFactors(in);
      byte[] onnx = in.readNBytes(in.readInt());
      return new OnnxState(anomalous, lowest, users, resources, onnx);
    } catch (EOFException e) {
      throw new IOException("the state ends early", e);
    }
  }

  private static void write(Factors factors, DataOutputStream out) throws IOException {
    out.writeInt(factors.rank());
    out.writeInt(factors.rowCount());
    for (float value : factors.values()) {
      out.writeFloat(value);
    }
  }

  private static Factors readFactors(DataInputStream in) throws IOException {
    int rank = in.readInt();
    float[] values = new float[Math.multiplyExact(rank, in.readInt())];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return new Factors(rank, values);
  }
}
