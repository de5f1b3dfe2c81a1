package dev.byoml.transforms.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a value that is one of several records: a byte that says which, then the record.
 *
 * @param <T> what the records have in common
 */
public final class SealedCoder<T> extends StructuredCoder<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final List<RecordCoder<? extends Record>> cases;

  private SealedCoder(Class<T> type, List<RecordCoder<? extends Record>> cases) {
    this.type = type;
    this.cases = cases;
  }

  /**
   * Encodes values of a sealed type.
   *
   * @param cases a coder for each record that there can be, at most 256
   */
  @SafeVarargs
  public static <T> SealedCoder<T> of(Class<T> type, RecordCoder<? extends Record>... cases) {
    for (RecordCoder<? extends Record> each : cases) {
      if (!type.isAssignableFrom(each.type())) {
        throw new IllegalArgumentException(
            "%s is no %s".formatted(each.type().getSimpleName(), type.getSimpleName()));
      }
    }
    return new SealedCoder<>(type, List.of(cases));
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).type().isInstance(value)) {
        out.write(i);
        encode(cases.get(i), value, out);
        return;
      }
    }
    throw new IOException("there is no coder for " + value.getClass().getSimpleName());
  }

  private static <R extends Record> void encode(
      RecordCoder<R> coder, Object value, OutputStream out) throws IOException {
    coder.encode(coder.type().cast(value), out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    int which = in.read();
    if (which < 0 || which >= cases.size()) {
      throw new IOException("no value begins with " + which);
    }
    return type.cast(cases.get(which).decode(in));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return cases;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "each case must be encoded in one way", List.<Coder<?>>copyOf(cases));
  }

  @Override
  public boolean consistentWithEquals() {
    return cases.stream().allMatch(Coder::consistentWithEquals);
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }
}
