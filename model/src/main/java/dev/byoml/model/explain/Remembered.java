package dev.byoml.model.explain;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Values of users, resources or communities by index, each computed when it is first asked for.
 * Safe for use by several threads; two that ask at once may both compute, and get equal values.
 */
final class Remembered<T> {
  private final AtomicReferenceArray<T> values;
  private final IntFunction<T> compute;

  Remembered(int size, IntFunction<T> compute) {
    this.values = new AtomicReferenceArray<>(size);
    this.compute = compute;
  }

  T get(int index) {
    T value = values.get(index);
    if (value == null) {
      value = compute.apply(index);
      values.set(index, value);
    }
    return value;
  }
}
