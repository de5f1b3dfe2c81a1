package dev.byoml.model.carry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a large value serializes to: its packed bytes, a fraction of what its objects take. However
 * many functions of a run hold the value, and however often an engine copies them, a Java machine
 * has one instance of it.
 *
 * <pre>{@code
 * private Object writeReplace() {
 *   return Carried.of(this, this::write, LargeValue::read);
 * }
 * }</pre>
 */
public final class Carried implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;

  /**
   * The values that this Java machine has, by their digests, for as long as somebody holds them.
   */
  private static final Map<String, WeakReference<Object>> PRESENT = new HashMap<>();

  private final byte[] packed;
  private final String digest;
  private final Reader<?> reader;

  private Carried(byte[] packed, String digest, Reader<?> reader) {
    this.packed = packed;
    this.digest = digest;
    this.reader = reader;
  }

  /** Writes a value. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all that the value is, in an order that does not change. */
    void write(DataOutputStream out) throws IOException;
  }

  /** Makes a value of what a {@link Writer} wrote. */
  @FunctionalInterface
  public interface Reader<T> extends Serializable {
    /** Reads all that was written. */
    T read(DataInputStream in) throws IOException;
  }

  /**
   * Packs a value.
   *
   * @param value the value, which this Java machine uses from now on wherever it gets the same
   * @param writer writes it
   * @param reader makes it again
   */
  public static <T> Carried of(T value, Writer writer, Reader<T> reader) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER))) {
      out.writeUTF(value.getClass().getName());
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a value cannot be packed", e);
    } finally {
      deflater.end();
    }
    byte[] packed = bytes.toByteArray();
    String digest = digest(packed);
    synchronized (PRESENT) {
      PRESENT.values().removeIf(reference -> reference.get() == null);
      PRESENT.putIfAbsent(digest, new WeakReference<>(value));
    }
    return new Carried(packed, digest, reader);
  }

  /** Writes a text of any length, or none. */
  public static void writeText(String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeText} wrote; null if that was none. */
  public static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Object readResolve() {
    synchronized (PRESENT) {
      WeakReference<Object> known = PRESENT.get(digest);
      Object present = known == null ? null : known.get();
      if (present == null) {
        present = read();
        PRESENT.put(digest, new WeakReference<>(present));
      }
      return present;
    }
  }

  private Object read() {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
      in.readUTF();
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("a packed value cannot be read", e);
    }
  }

  private static String digest(byte[] packed) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
