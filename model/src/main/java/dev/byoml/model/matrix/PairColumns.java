package dev.byoml.model.matrix;

import java.util.ArrayList;
import java.util.List;

/**
 * The four columns of a growing table of accesses: user, resource, count and likelihood. Grows by
 * blocks, so that no entry is ever copied or allocated twice. Costs 16 bytes an entry.
 */
final class PairColumns {
  private static final int BLOCK_BITS = 14;
  private static final int BLOCK_SIZE = 1 << BLOCK_BITS;

  /** Users at 0, resources at 1, counts at 2, float bits of the likelihoods at 3. */
  private final List<int[][]> blocks = new ArrayList<>();

  private int size;

  int size() {
    return size;
  }

  void add(int user, int resource, int count, float likelihood) {
    int offset = size & (BLOCK_SIZE - 1);
    if (offset == 0) {
      blocks.add(new int[4][BLOCK_SIZE]);
    }
    int[][] block = blocks.get(size >>> BLOCK_BITS);
    block[0][offset] = user;
    block[1][offset] = resource;
    block[2][offset] = count;
    block[3][offset] = Float.floatToRawIntBits(likelihood);
    size++;
  }

  int user(int entry) {
    return value(0, entry);
  }

  int resource(int entry) {
    return value(1, entry);
  }

  int count(int entry) {
    return value(2, entry);
  }

  float likelihood(int entry) {
    return Float.intBitsToFloat(value(3, entry));
  }

  private int value(int column, int entry) {
    return blocks.get(entry >>> BLOCK_BITS)[column][entry & (BLOCK_SIZE - 1)];
  }
}
