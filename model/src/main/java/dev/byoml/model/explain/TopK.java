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
    if (size == indexes.length && value <= values[size - 1]) {
      return;
    }
    int place = size < indexes.length ? size++ : size - 1;
    while (place > 0 && values[place - 1] < value) {
      indexes[place] = indexes[place - 1];
      values[place] = values[place - 1];
      place--;
    }
    indexes[place] = index;
    values[place] = value;
  }

  int[] toArray() {
    return Arrays.copyOf(indexes, size);
  }
}
