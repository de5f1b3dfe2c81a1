package dev.byoml.model.store.file;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Texts and arrays of numbers as bytes: the length, then each number in its full width, the highest
 * byte first. Written and read in bulk, because this is what model files hold and what moves
 * between workers.
 */
public final class PackedArrays {
  /** Numbers are moved through a buffer of this many bytes; a multiple of every number's size. */
  private static final int BUFFER_BYTES = 1 << 15;

  private PackedArrays() {}

  public static void writeBytes(byte[] bytes, OutputStream out) throws IOException {
    writeLength(bytes.length, out);
    out.write(bytes);
  }

  public static byte[] readBytes(InputStream in) throws IOException {
    int length = readLength(in);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("bytes end early");
    }
    return bytes;
  }

  public static void writeText(String text, OutputStream out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  public static String readText(InputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  public static void writeTexts(List<String> texts, OutputStream out) throws IOException {
    writeLength(texts.size(), out);
    for (String text : texts) {
      writeText(text, out);
    }
  }

  public static List<String> readTexts(InputStream in) throws IOException {
    String[] texts = new String[readLength(in)];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = readText(in);
    }
    return Collections.unmodifiableList(Arrays.asList(texts));
  }

  public static void writeInts(int[] values, OutputStream out) throws IOException {
    write(
        values.length,
        Integer.BYTES,
        (buffer, start, count) -> buffer.asIntBuffer().put(values, start, count),
        out);
  }

  public static int[] readInts(InputStream in) throws IOException {
    int[] values = new int[readLength(in)];
    read(
        values.length,
        Integer.BYTES,
        (buffer, start, count) -> buffer.asIntBuffer().get(values, start, count),
        in);
    return values;
  }

  public static void writeLongs(long[] values, OutputStream out) throws IOException {
    write(
        values.length,
        Long.BYTES,
        (buffer, start, count) -> buffer.asLongBuffer().put(values, start, count),
        out);
  }

  public static long[] readLongs(InputStream in) throws IOException {
    long[] values = new long[readLength(in)];
    read(
        values.length,
        Long.BYTES,
        (buffer, start, count) -> buffer.asLongBuffer().get(values, start, count),
        in);
    return values;
  }

  public static void writeFloats(float[] values, OutputStream out) throws IOException {
    write(
        values.length,
        Float.BYTES,
        (buffer, start, count) -> buffer.asFloatBuffer().put(values, start, count),
        out);
  }

  public static float[] readFloats(InputStream in) throws IOException {
    float[] values = new float[readLength(in)];
    read(
        values.length,
        Float.BYTES,
        (buffer, start, count) -> buffer.asFloatBuffer().get(values, start, count),
        in);
    return values;
  }

  public static void writeDoubles(double[] values, OutputStream out) throws IOException {
    write(
        values.length,
        Double.BYTES,
        (buffer, start, count) -> buffer.asDoubleBuffer().put(values, start, count),
        out);
  }

  public static double[] readDoubles(InputStream in) throws IOException {
    double[] values = new double[readLength(in)];
    read(
        values.length,
        Double.BYTES,
        (buffer, start, count) -> buffer.asDoubleBuffer().get(values, start, count),
        in);
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
    writeLength(values.length, out);
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

  /** Moves some numbers of an array into a buffer, or out of it. */
  @FunctionalInterface
  private interface Move {
    void run(ByteBuffer buffer, int start, int count);
  }

  private static void write(int length, int width, Move move, OutputStream out) throws IOException {
    writeLength(length, out);
    ByteBuffer buffer = buffer(length, width);
    int perBuffer = buffer.capacity() / width;
    for (int start = 0; start < length; start += perBuffer) {
      int count = Math.min(perBuffer, length - start);
      move.run(buffer.clear(), start, count);
      out.write(buffer.array(), 0, count * width);
    }
  }

  private static void read(int length, int width, Move move, InputStream in) throws IOException {
    ByteBuffer buffer = buffer(length, width);
    int perBuffer = buffer.capacity() / width;
    DataInputStream data = new DataInputStream(in);
    for (int start = 0; start < length; start += perBuffer) {
      int count = Math.min(perBuffer, length - start);
      data.readFully(buffer.array(), 0, count * width);
      move.run(buffer.clear(), start, count);
    }
  }

  private static ByteBuffer buffer(int length, int width) {
    return ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) length * width));
  }

  private static void writeLength(int length, OutputStream out) throws IOException {
    new DataOutputStream(out).writeInt(length);
  }

  private static int readLength(InputStream in) throws IOException {
    int length = new DataInputStream(in).readInt();
    if (length < 0) {
      throw new IOException("an array has a length of " + length);
    }
    return length;
  }
}
