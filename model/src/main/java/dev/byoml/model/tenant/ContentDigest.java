package dev.byoml.model.tenant;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * SHA-256 over values in a form that depends on nothing but the values. Texts and arrays go in with
 * their length before them, so that no two different sequences of values look the same.
 */
public final class ContentDigest {
  private static final int BUFFER = 1 << 14;

  private final MessageDigest digest = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /** A digest of nothing so far. */
  public ContentDigest() {}

  /** A fresh SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds a text as UTF-8. */
  public ContentDigest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds texts. */
  public ContentDigest add(Iterable<String> texts) {
    int count = 0;
    for (String text : texts) {
      add(text);
      count++;
    }
    return add(count);
  }

  /** Adds a whole number. */
  public ContentDigest add(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** Adds a whole number. */
  public ContentDigest add(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Adds the bits of a number. */
  public ContentDigest add(double value) {
    return add(Double.doubleToLongBits(value));
  }

  /** Adds bytes. */
  public ContentDigest add(byte[] bytes) {
    add(bytes.length);
    flush();
    digest.update(bytes);
    return this;
  }

  /** Adds whole numbers. */
  public ContentDigest add(int[] values) {
    add(values.length);
    for (int value : values) {
      add(value);
    }
    return this;
  }

  /** Adds the bits of numbers. */
  public ContentDigest add(float[] values) {
    add(values.length);
    for (float value : values) {
      add(Float.floatToIntBits(value));
    }
    return this;
  }

  /** Adds numbers as {@link #add(double[])} adds the same numbers in double precision. */
  public ContentDigest addAsDoubles(float[] values) {
    add(values.length);
    for (float value : values) {
      add((double) value);
    }
    return this;
  }

  /** Adds the bits of numbers. */
  public ContentDigest add(double[] values) {
    add(values.length);
    for (double value : values) {
      add(value);
    }
    return this;
  }

  /**
   * Adds a record of numbers, truth values, texts, enums, sorted maps of texts, and such records:
   * the name and value of each component in the order of declaration.
   *
   * @throws IllegalArgumentException if a component is of another type
   */
  public ContentDigest add(Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      add(component.getName());
      addComponent(component, read(component, value));
    }
    return this;
  }

  private void addComponent(RecordComponent component, Object value) {
    if (value instanceof Integer || value instanceof Long) {
      add(((Number) value).longValue());
    } else if (value instanceof Double number) {
      add(number.doubleValue());
    } else if (value instanceof Boolean truth) {
      add(truth ? 1 : 0);
    } else if (value instanceof String text) {
      add(text);
    } else if (value instanceof Enum<?> constant) {
      add(constant.name());
    } else if (value instanceof Map<?, ?> texts) {
      texts.forEach((name, text) -> add((String) name).add((String) text));
      add(texts.size());
    } else if (value instanceof Record record) {
      add(record);
    } else {
      throw new IllegalArgumentException("cannot digest " + component);
    }
  }

  private static Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  /**
   * The digest of all that was added, as 64 hexadecimal digits. Nothing may be added afterwards.
   */
  public String toHex() {
    flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    digest.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
