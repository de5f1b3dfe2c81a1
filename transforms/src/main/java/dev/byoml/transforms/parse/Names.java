package dev.byoml.transforms.parse;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Names, each once, numbered from 0 in the order in which they were first met. */
final class Names {
  private static final int FIRST_SIZE = 16;

  /** Places for each name there is room for, so that few names want the same. */
  private static final int PLACES_OF_A_NAME = 2;

  /** A name stands in one of so many places, counted from that of its hash, or in the map. */
  private static final int PROBES = 8;

  private static final int MULTIPLIER = 0x9E3779B9;

  private String[] names = new String[FIRST_SIZE];
  private int size;

  /** For each place the hash of a name, and its number and one; 0 for a place that is free. */
  private int[] places = new int[2 * PLACES_OF_A_NAME * FIRST_SIZE];

  /** Names for which no place was free, whose cost is bounded whatever the names are. */
  private final Map<String, Integer> others = new HashMap<>();

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
    for (int probe = 0; probe < PROBES; probe++) {
      int place = place(hash, probe);
      int found = places[place + 1] - 1;
      if (found < 0) {
        return add(name);
      }
      if (places[place] == hash && names[found].equals(name)) {
        return found;
      }
    }
    Integer known = others.get(name);
    return known == null ? add(name) : known;
  }

  private int add(String name) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      places = new int[2 * PLACES_OF_A_NAME * names.length];
      others.clear();
      for (int number = 0; number < size; number++) {
        put(number);
      }
    }
    names[size] = name;
    put(size);
    return size++;
  }

  private void put(int number) {
    int hash = names[number].hashCode();
    for (int probe = 0; probe < PROBES; probe++) {
      int place = place(hash, probe);
      if (places[place + 1] == 0) {
        places[place] = hash;
        places[place + 1] = number + 1;
        return;
      }
    }
    others.put(names[number], number);
  }

  /** Index of a place; places stand in pairs of numbers, and go round. */
  private int place(int hash, int probe) {
    int mixed = hash * MULTIPLIER;
    return 2 * ((mixed ^ mixed >>> 16) + probe & places.length / 2 - 1);
  }
}
