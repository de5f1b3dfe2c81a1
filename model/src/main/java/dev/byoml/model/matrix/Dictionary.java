package dev.byoml.model.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers ids as they arrive, and gives the number that each has in ascending order. A hash table
 * with linear probing: with hash code and number in one word of a single array, most lookups cost
 * one access to memory and one comparison, where a {@link java.util.HashMap} costs four.
 */
final class Dictionary {
  private static final int SMALLEST_TABLE = 1 << 10;

  /** Hash code above, number + 1 below; 0 where nothing is. */
  private long[] table = new long[SMALLEST_TABLE];

  private final List<String> ids = new ArrayList<>();

  int size() {
    return ids.size();
  }

  /** The number of {@code id}, a new one if it was not seen before. */
  int number(String id) {
    int hash = id.hashCode();
    int slot = slot(hash);
    while (table[slot] != 0) {
      int number = (int) table[slot] - 1;
      if ((int) (table[slot] >>> Integer.SIZE) == hash && ids.get(number).equals(id)) {
        return number;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    ids.add(id);
    table[slot] = word(hash, ids.size());
    if (ids.size() > table.length / 2) {
      grow();
    }
    return ids.size() - 1;
  }

  /**
   * The number of each of {@code these}, as {@link #number} one after the other gives them. Looks
   * at all slots first, then at all ids found there: reads from memory that do not wait for each
   * other take half the time.
   */
  int[] numbers(List<String> these) {
    int[] numbers = new int[these.size()];
    long[] words = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      words[i] = table[slot(these.get(i).hashCode())];
    }
    String[] found = new String[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      boolean sameHash = (int) (words[i] >>> Integer.SIZE) == these.get(i).hashCode();
      found[i] = words[i] != 0 && sameHash ? ids.get((int) words[i] - 1) : null;
    }
    for (int i = 0; i < numbers.length; i++) {
      String id = these.get(i);
      numbers[i] = id.equals(found[i]) ? (int) words[i] - 1 : number(id);
    }
    return numbers;
  }

  private void grow() {
    long[] before = table;
    table = new long[2 * before.length];
    for (long word : before) {
      if (word != 0) {
        int slot = slot((int) (word >>> Integer.SIZE));
        while (table[slot] != 0) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = word;
      }
    }
  }

  /** Where to look first: multiplying by the golden ratio parts the hash codes of similar texts. */
  private int slot(int hash) {
    return hash * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(table.length - 1);
  }

  private static long word(int hash, int numberFrom1) {
    return ((long) hash << Integer.SIZE) | numberFrom1;
  }

  /** The ids, ascending by UTF-16 code unit. */
  List<String> sortedIds() {
    String[] sorted = ids.toArray(new String[0]);
    Arrays.sort(sorted);
    return List.of(sorted);
  }

  /** For each number the position of its id in {@link #sortedIds()}. */
  int[] positions(List<String> sortedIds) {
    int[] positions = new int[ids.size()];
    for (int position = 0; position < positions.length; position++) {
      positions[number(sortedIds.get(position))] = position;
    }
    return positions;
  }
}
