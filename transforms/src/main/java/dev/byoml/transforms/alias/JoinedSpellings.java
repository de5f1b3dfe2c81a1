package dev.byoml.transforms.alias;

import dev.byoml.transforms.value.Spellings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Joins the spellings that the data themselves show to be one name:
 *
 * <ul>
 *   <li>users of the same security identifier, of a domain or of Entra ID: the one with most
 *       accesses counts;
 *   <li>a host without a domain and the same host with the only domain with which it is seen: the
 *       latter counts. Hosts of two domains may be two hosts.
 * </ul>
 *
 * <p>Where accesses are equal in number, the first in the order of names counts, so that the same
 * data give the same aliases.
 */
public final class JoinedSpellings {
  /** Kind of a user's spelling. */
  static final String USER = "user";

  /** Kind of a host's spelling. */
  static final String HOST = "host";

  private static final List<String> SOMEBODYS = List.of("S-1-5-21-", "S-1-12-1-");

  private final Map<String, Map<String, Long>> usersBySid = new TreeMap<>();
  private final Set<String> hosts = new TreeSet<>();

  /**
   * Spellings.
   *
   * @param lines as {@link WriteSpellings} writes them
   */
  public JoinedSpellings(Collection<String> lines) {
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      String name = parts[1];
      if (parts[0].equals(HOST)) {
        hosts.add(name);
      } else {
        if (SOMEBODYS.stream().anyMatch(parts[2]::startsWith)) {
          usersBySid
              .computeIfAbsent(parts[2], sid -> new TreeMap<>())
              .merge(name, Long.parseLong(parts[3]), Long::sum);
        }
        if (name.indexOf('\\') < 0 && name.indexOf('@') < 0) {
          // Some templates take a host for who acts.
          hosts.add(name.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /** For each name that is joined with another the one that counts. */
  public SortedMap<String, String> aliases() {
    SortedMap<String, String> aliases = new TreeMap<>();
    Set<String> kept = new HashSet<>();
    for (Map<String, Long> spellings : usersBySid.values()) {
      String counts =
          spellings.entrySet().stream()
              .max(
                  Map.Entry.<String, Long>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
              .orElseThrow()
              .getKey();
      if (aliases.containsKey(counts)) {
        // An account that was made anew under an old name is not taken apart.
        continue;
      }
      kept.add(counts);
      spellings.keySet().stream()
          .filter(name -> !kept.contains(name))
          .forEach(name -> aliases.putIfAbsent(name, counts));
    }
    Map<String, Set<String>> byPart =
        hosts.stream()
            .collect(
                Collectors.groupingBy(
                    Spellings::hostPart, HashMap::new, Collectors.toCollection(TreeSet::new)));
    byPart.forEach(
        (part, spellings) -> {
          if (spellings.size() == 2 && spellings.remove(part) && !aliases.containsKey(part)) {
            aliases.put(part, spellings.iterator().next());
          }
        });
    return aliases;
  }

  /** The names of the hosts, without their domains. */
  public Set<String> hosts() {
    return hosts.stream().map(Spellings::hostPart).collect(Collectors.toCollection(TreeSet::new));
  }
}
