package dev.byoml.transforms.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a record as its components, one after the other in the order of their declaration, each
 * by a coder of its own. Deterministic where all of these are.
 *
 * @param <R> the record
 */
public final class RecordCoder<R extends Record> extends StructuredCoder<R> {
  private static final long serialVersionUID = 1L;

  private final Class<R> type;
  private final List<Coder<Object>> coders;
  private transient volatile Handles handles;

  private RecordCoder(Class<R> type, List<Coder<Object>> coders) {
    this.type = type;
    this.coders = coders;
  }

  /**
   * Encodes records of a type.
   *
   * @param components a coder for each component, in their order
   * @throws IllegalArgumentException if there are more or fewer coders than components
   */
  @SuppressWarnings("unchecked")
  public static <R extends Record> RecordCoder<R> of(Class<R> type, Coder<?>... components) {
    int expected = type.getRecordComponents().length;
    if (components.length != expected) {
      throw new IllegalArgumentException(
          "%s has %d components, but %d coders are given"
              .formatted(type.getSimpleName(), expected, components.length));
    }
    return new RecordCoder<>(
        type, Stream.of(components).map(coder -> (Coder<Object>) coder).toList());
  }

  /** The type of the records. */
  Class<R> type() {
    return type;
  }

  @Override
  public void encode(R value, OutputStream out) throws IOException {
    Handles of = handles();
    for (int i = 0; i < coders.size(); i++) {
      coders.get(i).encode(of.component(i, value), out);
    }
  }

  @Override
  public R decode(InputStream in) throws IOException {
    Object[] values = new Object[coders.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = coders.get(i).decode(in);
    }
    return type.cast(handles().make(values));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return coders;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(
        this, "each component must be encoded in one way", List.<Coder<?>>copyOf(coders));
  }

  @Override
  public boolean consistentWithEquals() {
    return coders.stream().allMatch(Coder::consistentWithEquals);
  }

  @Override
  public TypeDescriptor<R> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordCoder<?> that
        && type.equals(that.type)
        && coders.equals(that.coders);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + coders.hashCode();
  }

  private Handles handles() {
    Handles found = handles;
    if (found == null) {
      found = Handles.of(type);
      handles = found;
    }
    return found;
  }

  /** Reads a record's components and makes a record of components, without reflection a call. */
  private static final class Handles {
    private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR =
        MethodType.methodType(Object.class, Object[].class);

    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    private Handles(MethodHandle[] accessors, MethodHandle constructor) {
      this.accessors = accessors;
      this.constructor = constructor;
    }

    static Handles of(Class<? extends Record> type) {
      RecordComponent[] components = type.getRecordComponents();
      MethodHandle[] accessors = new MethodHandle[components.length];
      Class<?>[] types = new Class<?>[components.length];
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        for (int i = 0; i < components.length; i++) {
          var accessor = components[i].getAccessor();
          accessor.setAccessible(true);
          accessors[i] = lookup.unreflect(accessor).asType(ACCESSOR);
          types[i] = components[i].getType();
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return new Handles(
            accessors,
            lookup
                .unreflectConstructor(constructor)
                .asSpreader(Object[].class, types.length)
                .asType(CONSTRUCTOR));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be read as a record", e);
      }
    }

    Object component(int i, Object value) {
      try {
        return (Object) accessors[i].invokeExact(value);
      } catch (Throwable e) {
        throw unchecked(e);
      }
    }

    Object make(Object[] values) {
      try {
        return (Object) constructor.invokeExact(values);
      } catch (Throwable e) {
        throw unchecked(e);
      }
    }

    private static RuntimeException unchecked(Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
  }
}
