package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers ids as they arrive, and tells which number each has in ascending order. */
final class Dictionary {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();

  int size() {
    return ids.size();
  }

  /** The number of {@code id}, a new one if it was not seen before. */
  int number(String id) {
    Integer known = numbers.get(requireNonNull(id, "id"));
    if (known != null) {
      return known;
    }
    int number = ids.size();
    numbers.put(id, number);
    ids.add(id);
    return number;
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
      positions[numbers.get(sortedIds.get(position))] = position;
    }
    return positions;
  }
}
