package dev.byoml.transforms.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names, each once, numbered from 0 in the order in which they were first met. */
final class Names {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** How many there are. */
  int size() {
    return names.size();
  }

  /** The name of that number. */
  String name(int number) {
    return names.get(number);
  }

  /** The number of a name, which is added if it is not known. */
  int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    names.add(name);
    numbers.put(name, names.size() - 1);
    return names.size() - 1;
  }
}
