package dev.byoml.transforms.access;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Names, each once, numbered from 0 in the order in which they were first met. */
final class Names {
  private static final int FIRST_SIZE = 16;

  /** Places to look at first for each name there is room for, so that few names share one. */
  private static final int PLACES_OF_A_NAME = 4;

  private final Map<String, Integer> numbers = new HashMap<>();
  private String[] names = new String[FIRST_SIZE];
  private int size;

  /**
   * For each place by hash the number of one of its names and one, or 0. Names that share a place
   * are found in the map, whose cost is bounded whatever the names are.
   */
  private int[] places = new int[PLACES_OF_A_NAME * FIRST_SIZE];

  /** How many there are. */
  int size() {
    return size;
  }

  /** The name of that number. */
  String name(int number) {
    return names[number];
  }

  /** The number of a name, which is added if it is not known. */
  int number(String name) {
    int hash = name.hashCode();
    int place = (hash ^ hash >>> 16) & places.length - 1;
    int found = places[place] - 1;
    if (found >= 0 && names[found].equals(name)) {
      return found;
    }
    Integer known = numbers.putIfAbsent(name, size);
    if (known == null) {
      known = size;
      add(name);
      place = (hash ^ hash >>> 16) & places.length - 1;
    }
    places[place] = known + 1;
    return known;
  }

  private void add(String name) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      places = new int[PLACES_OF_A_NAME * names.length];
    }
    names[size++] = name;
  }
}
