package dev.byoml.model.carry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
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
 * What a {@link LargeValue} serializes to: where it is kept and its digest, or, if it is small or
 * there is no place to keep it, its packed bytes. Either way a Java machine reads a value once, for
 * as long as it has the memory to hold it.
 */
public final class Carried implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;

  /** A value of fewer packed bytes needs no store. */
  private static final int MOST_WITHIN = 1 << 16;

  /** The values that this Java machine has, by their digests. */
  private static final Map<String, SoftReference<LargeValue>> PRESENT = new HashMap<>();

  /** Null if the value is in the store. */
  private final byte[] packed;

  private final Store store;
  private final String digest;
  private final Reader<?> reader;

  private Carried(byte[] packed, Store store, String digest, Reader<?> reader) {
    this.packed = packed;
    this.store = store;
    this.digest = digest;
    this.reader = reader;
  }

  /** Makes a value of what it wrote. */
  @FunctionalInterface
  public interface Reader<T extends LargeValue> extends Serializable {
    /** Reads all that was written. */
    T read(DataInputStream in) throws IOException;
  }

  /** Keeps bytes where every worker can read them. */
  public interface Store extends Serializable {
    /**
     * Keeps bytes under a name; they are what that name stood for before, if it did.
     *
     * @throws IOException if it cannot
     */
    void keep(String name, byte[] bytes) throws IOException;

    /**
     * Reads what is kept; the caller closes it.
     *
     * @throws IOException if it cannot
     */
    InputStream open(String name) throws IOException;
  }

  /**
   * Packs a value, which this Java machine uses from now on wherever it gets the same.
   *
   * @param value the value
   */
  static Carried of(LargeValue value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER))) {
      out.writeUTF(value.getClass().getName());
      value.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a value cannot be packed", e);
    } finally {
      deflater.end();
    }
    byte[] packed = bytes.toByteArray();
    String digest = digest(packed);
    synchronized (PRESENT) {
      PRESENT.values().removeIf(reference -> reference.get() == null);
      PRESENT.putIfAbsent(digest, new SoftReference<>(value));
    }
    return new Carried(packed, null, digest, value.reader());
  }

  /** The same with the bytes in a store, if they are many. */
  Carried keptIn(Store store) throws IOException {
    if (packed.length < MOST_WITHIN) {
      return this;
    }
    store.keep(digest, packed);
    return new Carried(null, store, digest, reader);
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
    LargeValue value = present();
    value.travelAs(this);
    return value;
  }

  private LargeValue present() {
    synchronized (PRESENT) {
      SoftReference<LargeValue> known = PRESENT.get(digest);
      LargeValue present = known == null ? null : known.get();
      if (present == null) {
        present = read();
        PRESENT.put(digest, new SoftReference<>(present));
      }
      return present;
    }
  }

  private LargeValue read() {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes())))) {
      in.readUTF();
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("a large value cannot be read: " + e.getMessage(), e);
    }
  }

  private byte[] bytes() throws IOException {
    if (packed != null) {
      return packed;
    }
    byte[] kept;
    try (InputStream in = store.open(digest)) {
      kept = in.readAllBytes();
    }
    if (!digest(kept).equals(digest)) {
      throw new IOException("what is kept as %s in %s is damaged".formatted(digest, store));
    }
    return kept;
  }

  private static String digest(byte[] packed) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
