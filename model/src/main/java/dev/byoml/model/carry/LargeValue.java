package dev.byoml.model.carry;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;

/**
 * A value that may have a million lines and that workers need whole. It serializes to a {@link
 * Carried}: a Java machine has one instance of it, however many functions of a run hold it.
 */
public abstract class LargeValue implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Guarded by this. */
  private transient Carried carried;

  /** For what is large. */
  protected LargeValue() {}

  /** Writes all that the value is, in an order that does not change. */
  protected abstract void write(DataOutputStream out) throws IOException;

  /** Makes the value again of what {@link #write} wrote. */
  protected abstract Carried.Reader<?> reader();

  /**
   * Has the value travel by way of a store, unless it is so small that it may as well lie in every
   * function that holds it.
   *
   * @throws IOException if the store cannot keep it
   */
  public final void travelBy(Carried.Store store) throws IOException {
    travelAs(Carried.of(this).keptIn(store));
  }

  /** Serializes to this from now on. */
  final synchronized void travelAs(Carried form) {
    carried = form;
  }

  /** What is serialized in place of the value. */
  protected final synchronized Object writeReplace() {
    if (carried == null) {
      carried = Carried.of(this);
    }
    return carried;
  }
}
