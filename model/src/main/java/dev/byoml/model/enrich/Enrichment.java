package dev.byoml.model.enrich;

import dev.byoml.model.access.Side;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of users and resources from outside their events: department, title, sensitivity,
 * owner, whatever columns there are. Ids are compared without regard to case. What is said of a
 * user or resource of one tenant goes before what is said of that id in any tenant.
 */
public final class Enrichment implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing is known. */
  public static final Enrichment NONE = new Enrichment(List.of());

  /** Name of the column that weighs accesses. */
  public static final String WEIGHT = "weight";

  /**
   * What is known of one user or resource.
   *
   * @param side whether it is a user or a resource
   * @param tenant its tenant, or null where the entry holds for any
   * @param id its id
   * @param attributes values by column, in the order of the columns; empty ones are left out
   */
  public record Entry(Side side, String tenant, String id, Map<String, String> attributes) {}

  private record Key(Side side, String tenant, String id) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Key of(Side side, String tenant, String id) {
      return new Key(side, tenant, id.toLowerCase(Locale.ROOT));
    }
  }

  private final HashMap<Key, LinkedHashMap<String, String>> attributes = new HashMap<>();

  private Enrichment(List<Entry> entries) {
    for (Entry entry : entries) {
      LinkedHashMap<String, String> values = new LinkedHashMap<>();
      entry
          .attributes()
          .forEach(
              (column, value) -> {
                if (!value.isEmpty()) {
                  values.put(column, value);
                }
              });
      Key key = Key.of(entry.side(), entry.tenant(), entry.id());
      if (attributes.putIfAbsent(key, values) != null) {
        throw new IllegalArgumentException("%s is described twice".formatted(entry.id()));
      }
      weightOf(key);
    }
  }

  /**
   * What these entries say.
   *
   * @throws IllegalArgumentException if one user or resource is described twice, or a weight is no
   *     positive number
   */
  public static Enrichment of(List<Entry> entries) {
    return entries.isEmpty() ? NONE : new Enrichment(entries);
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return attributes.isEmpty();
  }

  /** Number of users and resources that something is known of. */
  public int size() {
    return attributes.size();
  }

  /**
   * What is known of a user or resource, by column; empty if nothing is. The column {@value
   * #WEIGHT} is not among it.
   */
  public Map<String, String> attributes(Side side, String tenant, String id) {
    Map<String, String> found =
        find(side, tenant, id).map(attributes::get).orElseGet(LinkedHashMap::new);
    if (!found.containsKey(WEIGHT)) {
      return Collections.unmodifiableMap(found);
    }
    Map<String, String> others = new LinkedHashMap<>(found);
    others.remove(WEIGHT);
    return Collections.unmodifiableMap(others);
  }

  /** By how much the likelihood of an access is multiplied: the weight of both its sides, or 1. */
  public double weight(String tenant, String user, String resource) {
    return weight(Side.USER, tenant, user) * weight(Side.RESOURCE, tenant, resource);
  }

  /** Whether some user or resource has that column. */
  public boolean hasColumn(Side side, String column) {
    return attributes.entrySet().stream()
        .anyMatch(entry -> entry.getKey().side() == side && entry.getValue().containsKey(column));
  }

  private double weight(Side side, String tenant, String id) {
    return find(side, tenant, id).map(this::weightOf).orElse(1.0);
  }

  private Optional<Key> find(Side side, String tenant, String id) {
    Key own = Key.of(side, tenant, id);
    if (attributes.containsKey(own)) {
      return Optional.of(own);
    }
    Key any = Key.of(side, null, id);
    return attributes.containsKey(any) ? Optional.of(any) : Optional.empty();
  }

  private double weightOf(Key key) {
    String text = attributes.get(key).get(WEIGHT);
    if (text == null) {
      return 1;
    }
    double weight;
    try {
      weight = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      weight = Double.NaN;
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "the weight of %s must be a number above 0, got '%s'".formatted(key.id(), text));
    }
    return weight;
  }
}
