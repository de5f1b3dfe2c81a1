package dev.byoml.transforms.beam;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Arrays of numbers as bytes: the length, then each number in its full width, the highest byte
 * first. Written and read in bulk, because they are what moves between workers.
 */
public final class PackedNumbers {
  /** Numbers are moved through a buffer of this many bytes. */
  private static final int BUFFER_BYTES = 1 << 15;

  private PackedNumbers() {}

  public static void writeInts(int[] values, OutputStream out) throws IOException {
    VarIntCoder.of().encode(values.length, out);
    ByteBuffer buffer = buffer(values.length, Integer.BYTES);
    int perBuffer = buffer.capacity() / Integer.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      buffer.clear().asIntBuffer().put(values, start, count);
      out.write(buffer.array(), 0, count * Integer.BYTES);
    }
  }

  public static int[] readInts(InputStream in) throws IOException {
    int[] values = new int[readLength(in)];
    ByteBuffer buffer = buffer(values.length, Integer.BYTES);
    int perBuffer = buffer.capacity() / Integer.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      fill(in, buffer, count * Integer.BYTES);
      buffer.asIntBuffer().get(values, start, count);
    }
    return values;
  }

  public static void writeFloats(float[] values, OutputStream out) throws IOException {
    VarIntCoder.of().encode(values.length, out);
    ByteBuffer buffer = buffer(values.length, Float.BYTES);
    int perBuffer = buffer.capacity() / Float.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      buffer.clear().asFloatBuffer().put(values, start, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
    }
  }

  public static float[] readFloats(InputStream in) throws IOException {
    float[] values = new float[readLength(in)];
    ByteBuffer buffer = buffer(values.length, Float.BYTES);
    int perBuffer = buffer.capacity() / Float.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      fill(in, buffer, count * Float.BYTES);
      buffer.asFloatBuffer().get(values, start, count);
    }
    return values;
  }

  public static void writeLongs(long[] values, OutputStream out) throws IOException {
    VarIntCoder.of().encode(values.length, out);
    ByteBuffer buffer = buffer(values.length, Long.BYTES);
    int perBuffer = buffer.capacity() / Long.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      buffer.clear().asLongBuffer().put(values, start, count);
      out.write(buffer.array(), 0, count * Long.BYTES);
    }
  }

  public static long[] readLongs(InputStream in) throws IOException {
    long[] values = new long[readLength(in)];
    ByteBuffer buffer = buffer(values.length, Long.BYTES);
    int perBuffer = buffer.capacity() / Long.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      fill(in, buffer, count * Long.BYTES);
      buffer.asLongBuffer().get(values, start, count);
    }
    return values;
  }

  /**
   * Writes numbers many of which are zero: a bit for each that says whether it is another, then the
   * others. A negative zero counts as another.
   */
  public static void writeSparseFloats(float[] values, OutputStream out) throws IOException {
    long[] present = new long[(values.length + 63) >> 6];
    float[] others = new float[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.floatToRawIntBits(values[i]) != 0) {
        present[i >> 6] |= 1L << (i & 63);
        others[count++] = values[i];
      }
    }
    VarIntCoder.of().encode(values.length, out);
    writeLongs(present, out);
    writeFloats(Arrays.copyOf(others, count), out);
  }

  public static float[] readSparseFloats(InputStream in) throws IOException {
    float[] values = new float[readLength(in)];
    long[] present = readLongs(in);
    float[] others = readFloats(in);
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      if ((present[i >> 6] >>> (i & 63) & 1) == 1) {
        values[i] = others[next++];
      }
    }
    return values;
  }

  public static void writeDoubles(double[] values, OutputStream out) throws IOException {
    VarIntCoder.of().encode(values.length, out);
    ByteBuffer buffer = buffer(values.length, Double.BYTES);
    int perBuffer = buffer.capacity() / Double.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      buffer.clear().asDoubleBuffer().put(values, start, count);
      out.write(buffer.array(), 0, count * Double.BYTES);
    }
  }

  public static double[] readDoubles(InputStream in) throws IOException {
    double[] values = new double[readLength(in)];
    ByteBuffer buffer = buffer(values.length, Double.BYTES);
    int perBuffer = buffer.capacity() / Double.BYTES;
    for (int start = 0; start < values.length; start += perBuffer) {
      int count = Math.min(perBuffer, values.length - start);
      fill(in, buffer, count * Double.BYTES);
      buffer.asDoubleBuffer().get(values, start, count);
    }
    return values;
  }

  private static int readLength(InputStream in) throws IOException {
    int length = VarIntCoder.of().decode(in);
    if (length < 0) {
      throw new IOException("an array has a length of " + length);
    }
    return length;
  }

  private static ByteBuffer buffer(int length, int width) {
    return ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) length * width));
  }

  private static void fill(InputStream in, ByteBuffer buffer, int bytes) throws IOException {
    buffer.clear();
    try {
      new DataInputStream(in).readFully(buffer.array(), 0, bytes);
    } catch (EOFException e) {
      throw new IOException("an array is cut off", e);
    }
  }
}
