package dev.byoml.model.explain;

import java.util.Arrays;

/** Keeps the few indexes with the largest values, largest first; of equal ones the first given. */
final class TopK {
  private final int[] indexes;
  private final double[] values;
  private int size;

  TopK(int most) {
    indexes = new int[most];
    values = new double[most];
  }

  void add(int index, double value) {
    if (indexes.length == 0 || (size == indexes.length && value <= values[size - 1])) {
      return;
    }
    int position = size < indexes.length ? size++ : size - 1;
    while (position > 0 && values[position - 1] < value) {
      indexes[position] = indexes[position - 1];
      values[position] = values[position - 1];
      position--;
    }
    indexes[position] = index;
    values[position] = value;
  }

  int[] toArray() {
    return Arrays.copyOf(indexes, size);
  }
}
