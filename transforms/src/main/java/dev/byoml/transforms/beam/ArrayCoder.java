package dev.byoml.transforms.beam;

import dev.byoml.model.store.file.PackedArrays;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * Encodes an array of numbers in bulk, because arrays are what moves between workers: the length,
 * then each number in its full width.
 *
 * @param <A> the array
 */
public final class ArrayCoder<A> extends CustomCoder<A> {
  private static final long serialVersionUID = 1L;

  /** Of {@code int}. */
  public static final ArrayCoder<int[]> INTS = new ArrayCoder<>(Kind.INTS);

  /** Of {@code long}. */
  public static final ArrayCoder<long[]> LONGS = new ArrayCoder<>(Kind.LONGS);

  /** Of {@code float}. */
  public static final ArrayCoder<float[]> FLOATS = new ArrayCoder<>(Kind.FLOATS);

  /** Of {@code float} where many are zero: a bit for each of these. */
  public static final ArrayCoder<float[]> SPARSE_FLOATS = new ArrayCoder<>(Kind.SPARSE_FLOATS);

  /** Of {@code double}. */
  public static final ArrayCoder<double[]> DOUBLES = new ArrayCoder<>(Kind.DOUBLES);

  private final Kind kind;

  private ArrayCoder(Kind kind) {
    this.kind = kind;
  }

  @Override
  public void encode(A values, OutputStream out) throws IOException {
    switch (kind) {
      case INTS -> PackedArrays.writeInts((int[]) values, out);
      case LONGS -> PackedArrays.writeLongs((long[]) values, out);
      case FLOATS -> PackedArrays.writeFloats((float[]) values, out);
      case SPARSE_FLOATS -> PackedArrays.writeSparseFloats((float[]) values, out);
      case DOUBLES -> PackedArrays.writeDoubles((double[]) values, out);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // there is one instance of each kind, of the type of its arrays
  public A decode(InputStream in) throws IOException {
    return (A)
        switch (kind) {
          case INTS -> PackedArrays.readInts(in);
          case LONGS -> PackedArrays.readLongs(in);
          case FLOATS -> PackedArrays.readFloats(in);
          case SPARSE_FLOATS -> PackedArrays.readSparseFloats(in);
          case DOUBLES -> PackedArrays.readDoubles(in);
        };
  }

  /** Does nothing: there is one way to encode a value. */
  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayCoder<?> that && kind == that.kind;
  }

  @Override
  public int hashCode() {
    return kind.name().hashCode();
  }

  private enum Kind {
    INTS,
    LONGS,
    FLOATS,
    SPARSE_FLOATS,
    DOUBLES
  }
}
