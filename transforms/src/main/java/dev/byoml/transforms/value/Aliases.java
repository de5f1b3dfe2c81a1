package dev.byoml.transforms.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which names stand for which others. A name is that of a user, of a resource, or of the host in
 * {@code \\host\share}; case does not count. One {@code *} in both names stands for any text:
 * {@code contoso.example\*} for {@code contoso\*}. Whole names go before names with {@code *},
 * these before hosts. Immutable.
 */
public final class Aliases {
  private static final String HOST_START = "\\\\";
  private static final char ANY = '*';

  private final Map<String, String> names;
  private final List<Pattern> patterns;

  /** A name with one {@code *}, and what it stands for. */
  private record Pattern(String start, String end, String otherStart, String otherEnd) {
    String of(String name, String folded) {
      return name.length() >= start.length() + end.length()
              && folded.startsWith(start)
              && folded.endsWith(end)
          ? otherStart + name.substring(start.length(), name.length() - end.length()) + otherEnd
          : null;
    }
  }

  private Aliases(Map<String, String> names, List<Pattern> patterns) {
    this.names = names;
    this.patterns = patterns;
  }

  /**
   * Aliases of names.
   *
   * @param others for each name the one that it stands for
   * @throws IllegalArgumentException if a name is blank, has {@code *} where the other has none, or
   *     stands for itself by way of others; the message is one line
   */
  public static Aliases of(Map<String, String> others) {
    Map<String, String> names = new HashMap<>();
    List<Pattern> patterns = new ArrayList<>();
    others.forEach(
        (name, other) -> {
          if (name.isBlank() || other == null || other.isBlank()) {
            throw new IllegalArgumentException("an alias is a name and another, none blank");
          }
          int star = name.indexOf(ANY);
          int otherStar = other.indexOf(ANY);
          if ((star < 0) != (otherStar < 0)
              || star != name.lastIndexOf(ANY)
              || otherStar != other.lastIndexOf(ANY)) {
            throw new IllegalArgumentException(
                "the alias %s of %s has one * in both names, or in none".formatted(name, other));
          }
          String folded = fold(name);
          if (star < 0) {
            names.put(folded, other);
          } else {
            patterns.add(
                new Pattern(
                    folded.substring(0, star),
                    folded.substring(star + 1),
                    other.substring(0, otherStar),
                    other.substring(otherStar + 1)));
          }
        });
    Map<String, String> last = new HashMap<>();
    names.keySet().forEach(name -> last.put(name, last(name, names)));
    return new Aliases(last, List.copyOf(patterns));
  }

  /** The name at the end of a chain of names each of which stands for the next. */
  private static String last(String name, Map<String, String> names) {
    Set<String> seen = new HashSet<>(Set.of(name));
    String other = names.get(name);
    for (String next = names.get(fold(other)); next != null; next = names.get(fold(other))) {
      if (!seen.add(fold(other))) {
        throw new IllegalArgumentException("the aliases of %s lead in a circle".formatted(name));
      }
      other = next;
    }
    return other;
  }

  /** Whether no name stands for another. */
  public boolean isEmpty() {
    return names.isEmpty() && patterns.isEmpty();
  }

  /** The name that {@code name} stands for; itself if it stands for none. */
  public String of(String name) {
    String whole = lookUp(name);
    if (whole != null) {
      return whole;
    }
    if (!name.startsWith(HOST_START)) {
      return name;
    }
    int end = name.indexOf('\\', HOST_START.length());
    String host = name.substring(HOST_START.length(), end < 0 ? name.length() : end);
    String other = lookUp(host);
    return other == null ? name : HOST_START + other + (end < 0 ? "" : name.substring(end));
  }

  private String lookUp(String name) {
    String folded = fold(name);
    String other = names.get(folded);
    for (int i = 0; other == null && i < patterns.size(); i++) {
      other = patterns.get(i).of(name, folded);
    }
    return other;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
