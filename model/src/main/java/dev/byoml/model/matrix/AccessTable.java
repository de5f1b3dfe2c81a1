package dev.byoml.model.matrix;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing table of accesses: user, resource, count, likelihood and day. Grows by blocks, so that
 * no entry is ever copied or allocated twice. The five numbers of an entry stand side by side, and
 * so in one line of the processor's cache. Costs 20 bytes an entry.
 */
final class AccessTable {
  private static final int BLOCK_BITS = 14;
  private static final int BLOCK_SIZE = 1 << BLOCK_BITS;
  private static final int WIDTH = 5;

  private final List<int[]> blocks = new ArrayList<>();
  private int size;

  /** Receives the entries of a table. */
  interface Visitor {
    void visit(int user, int resource, int count, float likelihood, int day);
  }

  int size() {
    return size;
  }

  void add(int user, int resource, int count, float likelihood, int day) {
    int offset = size & (BLOCK_SIZE - 1);
    if (offset == 0) {
      blocks.add(new int[WIDTH * BLOCK_SIZE]);
    }
    int[] block = blocks.get(blocks.size() - 1);
    int start = WIDTH * offset;
    block[start] = user;
    block[start + 1] = resource;
    block[start + 2] = count;
    block[start + 3] = Float.floatToRawIntBits(likelihood);
    block[start + 4] = day;
    size++;
  }

  /** Hands over the entries in the order they were added. */
  void forEach(Visitor visitor) {
    int left = size;
    for (int[] block : blocks) {
      int end = WIDTH * Math.min(left, BLOCK_SIZE);
      for (int start = 0; start < end; start += WIDTH) {
        visitor.visit(
            block[start],
            block[start + 1],
            block[start + 2],
            Float.intBitsToFloat(block[start + 3]),
            block[start + 4]);
      }
      left -= BLOCK_SIZE;
    }
  }
}
