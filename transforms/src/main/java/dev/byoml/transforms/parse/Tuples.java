package dev.byoml.transforms.parse;

import java.util.Arrays;

/** Tuples of so many numbers each, numbered from 0 in the order in which they were first met. */
public final class Tuples {
  private static final int FIRST_SIZE = 16;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final int width;
  private int[] tuples;

  /** For each slot the number of the tuple in it and one, or 0. */
  private int[] slots = new int[2 * FIRST_SIZE];

  private int size;

  /** No tuple yet, each of {@code width} numbers. */
  public Tuples(int width) {
    this.width = width;
    this.tuples = new int[width * FIRST_SIZE];
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** One of a tuple's numbers. */
  public int get(int tuple, int place) {
    return tuples[width * tuple + place];
  }

  /** The number of a tuple, which is added if it is not known. */
  public int number(int... tuple) {
    int slot = slot(tuple, 0);
    while (slots[slot] != 0) {
      if (is(slots[slot] - 1, tuple)) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & slots.length - 1;
    }
    if (2 * size == slots.length) {
      grow();
      slot = freeSlot(tuple, 0);
    }
    System.arraycopy(tuple, 0, tuples, width * size, width);
    slots[slot] = ++size;
    return size - 1;
  }

  private boolean is(int number, int[] tuple) {
    int at = width * number;
    for (int i = 0; i < width; i++) {
      if (tuples[at + i] != tuple[i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    tuples = Arrays.copyOf(tuples, 2 * tuples.length);
    slots = new int[2 * slots.length];
    for (int tuple = 0; tuple < size; tuple++) {
      slots[freeSlot(tuples, width * tuple)] = tuple + 1;
    }
  }

  private int freeSlot(int[] numbers, int start) {
    int slot = slot(numbers, start);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int slot(int[] numbers, int start) {
    long mixed = 0;
    for (int i = 0; i < width; i++) {
      mixed = (mixed + numbers[start + i]) * MULTIPLIER;
    }
    return (int) (mixed >>> 32) & slots.length - 1;
  }
}
