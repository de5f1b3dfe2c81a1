package dev.byoml.transforms.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * Encodes an enum's constant by its name, so that constants can be added between others.
 *
 * @param <E> the enum
 */
public final class EnumCoder<E extends Enum<E>> extends CustomCoder<E> {
  private static final long serialVersionUID = 1L;

  private final Class<E> type;

  private EnumCoder(Class<E> type) {
    this.type = type;
  }

  /** Encodes the constants of an enum. */
  public static <E extends Enum<E>> EnumCoder<E> of(Class<E> type) {
    return new EnumCoder<>(type);
  }

  @Override
  public void encode(E value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(value.name(), out);
  }

  @Override
  public E decode(InputStream in) throws IOException {
    return Enum.valueOf(type, StringUtf8Coder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  /** Does nothing: there is one way to encode a value. */
  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof EnumCoder<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
