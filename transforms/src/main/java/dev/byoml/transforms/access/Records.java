package dev.byoml.transforms.access;

import java.util.Arrays;

/** Sorts records of several numbers each, which stand one after the other in an array. */
final class Records {
  /** So few records are sorted by inserting one after the other. */
  private static final int FEW = 8;

  private Records() {}

  /**
   * The records in ascending order of their numbers, compared one after the other.
   *
   * @param size number of records
   * @param width numbers of a record
   * @return a new array without room for more
   */
  static long[] sorted(long[] records, int size, int width) {
    long[] sorted = Arrays.copyOf(records, size * width);
    for (int start = 0; start < size; start += FEW) {
      insert(sorted, start, Math.min(size, start + FEW), width);
    }
    long[] other = size > FEW ? new long[size * width] : sorted;
    for (int run = FEW; run < size; run *= 2) {
      for (int start = 0; start < size; start += 2 * run) {
        merge(
            sorted,
            other,
            start,
            Math.min(size, start + run),
            Math.min(size, start + 2 * run),
            width);
      }
      long[] before = sorted;
      sorted = other;
      other = before;
    }
    return sorted;
  }

  /** Brings the records from {@code start} to before {@code end} into that order. */
  static void sort(long[] records, int start, int end, int width) {
    if (end - start <= 2 * FEW) {
      insert(records, start, end, width);
    } else {
      long[] some = Arrays.copyOfRange(records, start * width, end * width);
      System.arraycopy(sorted(some, end - start, width), 0, records, start * width, some.length);
    }
  }

  private static void insert(long[] records, int start, int end, int width) {
    if (end - start < 2) {
      return;
    }
    long[] moved = new long[width];
    for (int i = start + 1; i < end; i++) {
      int at = i;
      while (at > start && compare(records, (at - 1) * width, records, i * width, width) > 0) {
        at--;
      }
      if (at < i) {
        System.arraycopy(records, i * width, moved, 0, width);
        System.arraycopy(records, at * width, records, (at + 1) * width, (i - at) * width);
        System.arraycopy(moved, 0, records, at * width, width);
      }
    }
  }

  private static void merge(long[] from, long[] to, int start, int middle, int end, int width) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right == end
              || (left < middle && compare(from, left * width, from, right * width, width) <= 0);
      System.arraycopy(from, (takeLeft ? left++ : right++) * width, to, i * width, width);
    }
  }

  private static int compare(long[] one, int start, long[] other, int otherStart, int width) {
    for (int field = 0; field < width; field++) {
      int order = Long.compare(one[start + field], other[otherStart + field]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
