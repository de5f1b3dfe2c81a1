package dev.byoml.transforms.pattern;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Finds the pairs of wildcards that match a pair of texts without trying them all: each pair is
 * kept under the rarest of the texts that it asks for, whole or as a beginning or an end.
 */
public final class WildcardIndex {
  private enum Place {
    LEFT,
    RIGHT,
    LEFT_START,
    LEFT_END,
    RIGHT_START,
    RIGHT_END
  }

  private final List<Wildcard> left;
  private final List<Wildcard> right;
  private final Map<Place, Map<String, List<Integer>>> pairs = new EnumMap<>(Place.class);
  private final Map<Place, int[]> lengths = new EnumMap<>(Place.class);
  private final List<Integer> others = new ArrayList<>();

  /** An index of pairs, the first on the left with the first on the right and so on. */
  public WildcardIndex(List<Wildcard> left, List<Wildcard> right) {
    this.left = List.copyOf(left);
    this.right = List.copyOf(right);
    Map<Place, Map<String, Integer>> uses = new EnumMap<>(Place.class);
    for (Place place : Place.values()) {
      uses.put(place, new HashMap<>());
      pairs.put(place, new HashMap<>());
    }
    for (int i = 0; i < left.size(); i++) {
      keys(i).forEach((place, key) -> uses.get(place).merge(key, 1, Integer::sum));
    }
    for (int i = 0; i < left.size(); i++) {
      add(i, uses);
    }
    for (Place place : Place.values()) {
      TreeSet<Integer> distinct = new TreeSet<>();
      pairs.get(place).keySet().forEach(key -> distinct.add(key.length()));
      lengths.put(place, distinct.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private void add(int pair, Map<Place, Map<String, Integer>> uses) {
    Place rarest = null;
    int fewest = Integer.MAX_VALUE;
    Map<Place, String> keys = keys(pair);
    for (Map.Entry<Place, String> key : keys.entrySet()) {
      int count = uses.get(key.getKey()).get(key.getValue());
      if (count < fewest) {
        fewest = count;
        rarest = key.getKey();
      }
    }
    if (rarest == null) {
      others.add(pair);
    } else {
      pairs.get(rarest).computeIfAbsent(keys.get(rarest), key -> new ArrayList<>()).add(pair);
    }
  }

  private Map<Place, String> keys(int pair) {
    Map<Place, String> keys = new EnumMap<>(Place.class);
    add(keys, left.get(pair), Place.LEFT, Place.LEFT_START, Place.LEFT_END);
    add(keys, right.get(pair), Place.RIGHT, Place.RIGHT_START, Place.RIGHT_END);
    return keys;
  }

  private static void add(
      Map<Place, String> keys, Wildcard wildcard, Place whole, Place start, Place end) {
    if (wildcard.isExact()) {
      keys.put(whole, wildcard.prefix());
      return;
    }
    if (!wildcard.prefix().isEmpty()) {
      keys.put(start, wildcard.prefix());
    }
    if (!wildcard.suffix().isEmpty()) {
      keys.put(end, wildcard.suffix());
    }
  }

  /**
   * The first pair that matches.
   *
   * @param leftText folded
   * @param rightText folded
   * @param holds whether the pair of that number counts
   * @return its number, or -1 if there is none
   */
  public int first(String leftText, String rightText, IntPredicate holds) {
    Search search = new Search(leftText, rightText, holds);
    search.in(Place.LEFT, leftText);
    search.in(Place.RIGHT, rightText);
    search.inStarts(Place.LEFT_START, leftText);
    search.inEnds(Place.LEFT_END, leftText);
    search.inStarts(Place.RIGHT_START, rightText);
    search.inEnds(Place.RIGHT_END, rightText);
    search.in(others);
    return search.first == Integer.MAX_VALUE ? -1 : search.first;
  }

  private final class Search {
    private final String leftText;
    private final String rightText;
    private final IntPredicate holds;
    private int first = Integer.MAX_VALUE;

    Search(String leftText, String rightText, IntPredicate holds) {
      this.leftText = leftText;
      this.rightText = rightText;
      this.holds = holds;
    }

    void inStarts(Place place, String text) {
      for (int length : lengths.get(place)) {
        if (length > text.length()) {
          return;
        }
        in(place, text.substring(0, length));
      }
    }

    void inEnds(Place place, String text) {
      for (int length : lengths.get(place)) {
        if (length > text.length()) {
          return;
        }
        in(place, text.substring(text.length() - length));
      }
    }

    void in(Place place, String key) {
      List<Integer> found = pairs.get(place).get(key);
      if (found != null) {
        in(found);
      }
    }

    /** The numbers ascend. */
    void in(List<Integer> found) {
      for (int pair : found) {
        if (pair >= first) {
          return;
        }
        if (left.get(pair).matches(leftText)
            && right.get(pair).matches(rightText)
            && holds.test(pair)) {
          first = pair;
          return;
        }
      }
    }
  }
}
