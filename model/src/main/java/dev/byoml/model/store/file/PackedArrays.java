package dev.byoml.model.store.file;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Texts and arrays of numbers as bytes, each with its length before it. */
public final class PackedArrays {
  /** Bytes handed to the stream at a time; a multiple of every number's size. */
  private static final int CHUNK = 1 << 15;

  private PackedArrays() {}

  public static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("bytes end early");
    }
    return bytes;
  }

  public static void writeText(String text, DataOutputStream out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  public static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  public static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text, out);
    }
  }

  public static List<String> readTexts(DataInputStream in) throws IOException {
    String[] texts = new String[in.readInt()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = readText(in);
    }
    return Collections.unmodifiableList(Arrays.asList(texts));
  }

  public static void writeInts(int[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int value : values) {
      chunk.putInt(value);
      writeIfFull(chunk, out);
    }
    write(chunk, out);
  }

  public static int[] readInts(DataInputStream in) throws IOException {
    int[] values = new int[in.readInt()];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    for (int i = 0; i < values.length; i++) {
      fillIfEmpty(chunk, (long) Integer.BYTES * (values.length - i), in);
      values[i] = chunk.getInt();
    }
    return values;
  }

  public static void writeFloats(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (float value : values) {
      chunk.putFloat(value);
      writeIfFull(chunk, out);
    }
    write(chunk, out);
  }

  public static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    for (int i = 0; i < values.length; i++) {
      fillIfEmpty(chunk, (long) Float.BYTES * (values.length - i), in);
      values[i] = chunk.getFloat();
    }
    return values;
  }

  public static void writeDoubles(double[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (double value : values) {
      chunk.putDouble(value);
      writeIfFull(chunk, out);
    }
    write(chunk, out);
  }

  public static double[] readDoubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    for (int i = 0; i < values.length; i++) {
      fillIfEmpty(chunk, (long) Double.BYTES * (values.length - i), in);
      values[i] = chunk.getDouble();
    }
    return values;
  }

  private static void writeIfFull(ByteBuffer chunk, DataOutputStream out) throws IOException {
    if (!chunk.hasRemaining()) {
      write(chunk, out);
    }
  }

  private static void write(ByteBuffer chunk, DataOutputStream out) throws IOException {
    out.write(chunk.array(), 0, chunk.position());
    chunk.clear();
  }

  private static void fillIfEmpty(ByteBuffer chunk, long bytesLeft, DataInputStream in)
      throws IOException {
    if (!chunk.hasRemaining()) {
      int length = (int) Math.min(CHUNK, bytesLeft);
      in.readFully(chunk.array(), 0, length);
      chunk.position(0).limit(length);
    }
  }
}
