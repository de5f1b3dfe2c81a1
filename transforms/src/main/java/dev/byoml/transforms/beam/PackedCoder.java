package dev.byoml.transforms.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * Packs values, and encodes what is packed as its bytes.
 *
 * @param <T> what is packed
 */
public final class PackedCoder<T> extends StructuredCoder<Packed<T>> {
  private static final long serialVersionUID = 1L;

  private final Coder<T> values;

  private PackedCoder(Coder<T> values) {
    this.values = requireNonNull(values, "values");
  }

  /** Packs by the coder of the values. */
  public static <T> PackedCoder<T> of(Coder<T> values) {
    return new PackedCoder<>(values);
  }

  /** Packs a value. */
  public Packed<T> pack(T value) {
    try {
      return new Packed<>(CoderUtils.encodeToByteArray(values, value));
    } catch (IOException e) {
      throw new UncheckedIOException("a value cannot be encoded", e);
    }
  }

  /**
   * The value that was packed.
   *
   * @throws UncheckedIOException if the bytes are those of no value
   */
  public T unpack(Packed<T> packed) {
    try {
      return CoderUtils.decodeFromByteArray(values, packed.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a packed value cannot be decoded", e);
    }
  }

  @Override
  public void encode(Packed<T> packed, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(packed.bytes(), out);
  }

  @Override
  public Packed<T> decode(InputStream in) throws IOException {
    return new Packed<>(ByteArrayCoder.of().decode(in));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(values);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "the packed values must be encoded in one way", values);
  }
}
