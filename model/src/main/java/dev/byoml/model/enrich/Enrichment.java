package dev.byoml.model.enrich;

import dev.byoml.model.access.Side;
import dev.byoml.model.carry.Carried;
import dev.byoml.model.carry.LargeValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
public final class Enrichment extends LargeValue {
  private static final long serialVersionUID = 1L;

  /** Nothing is known. */
  public static final Enrichment NONE = new Enrichment(List.of());

  private static final int MOST_SHARED_TEXTS = 100_000;

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

  private record Key(Side side, String tenant, String id) {
    static Key of(Side side, String tenant, String id) {
      return new Key(side, tenant, id.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Values by column. Columns, and values that many users have, are the same objects for all.
   *
   * @param columns the columns of the file
   * @param values a value for each, or null where it is empty
   */
  private record Attributes(String[] columns, String[] values) {
    String get(String column) {
      for (int i = 0; i < columns.length; i++) {
        if (columns[i].equals(column)) {
          return values[i];
        }
      }
      return null;
    }
  }

  private final transient HashMap<Key, Attributes> attributes = new HashMap<>();

  private Enrichment(List<Entry> entries) {
    Map<String, String> texts = new HashMap<>();
    Map<List<String>, String[]> headers = new HashMap<>();
    for (Entry entry : entries) {
      String[] columns =
          headers.computeIfAbsent(
              List.copyOf(entry.attributes().keySet()), names -> names.toArray(String[]::new));
      String[] values = new String[columns.length];
      for (int i = 0; i < values.length; i++) {
        String value = entry.attributes().get(columns[i]);
        values[i] = value.isEmpty() ? null : shared(value, texts);
      }
      add(Key.of(entry.side(), shared(entry.tenant(), texts), entry.id()), columns, values);
    }
  }

  private void add(Key key, String[] columns, String[] values) {
    if (attributes.putIfAbsent(key, new Attributes(columns, values)) != null) {
      throw new IllegalArgumentException("%s is described twice".formatted(key.id()));
    }
    weightOf(key);
  }

  /** One of equal texts, unless there are so many that most of them differ. */
  private static String shared(String text, Map<String, String> texts) {
    if (text == null || texts.size() >= MOST_SHARED_TEXTS) {
      return text == null ? null : texts.getOrDefault(text, text);
    }
    return texts.computeIfAbsent(text, own -> own);
  }

  /**
   * What these entries say.
   *
   * @throws IllegalArgumentException if one user or resource is described twice, or a weight is not
   *     a positive number
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
    Map<String, String> found = new LinkedHashMap<>();
    find(side, tenant, id)
        .map(attributes::get)
        .ifPresent(
            known -> {
              for (int i = 0; i < known.columns().length; i++) {
                if (known.values()[i] != null && !known.columns()[i].equals(WEIGHT)) {
                  found.put(known.columns()[i], known.values()[i]);
                }
              }
            });
    return Collections.unmodifiableMap(found);
  }

  /** By how much the likelihood of an access is multiplied: the weight of both its sides, or 1. */
  public double weight(String tenant, String user, String resource) {
    return weight(Side.USER, tenant, user) * weight(Side.RESOURCE, tenant, resource);
  }

  /** Whether some user or resource has that column. */
  public boolean hasColumn(Side side, String column) {
    return attributes.entrySet().stream()
        .anyMatch(entry -> entry.getKey().side() == side && entry.getValue().get(column) != null);
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

  @Override
  protected Carried.Reader<Enrichment> reader() {
    return Enrichment::read;
  }

  @Override
  protected void write(DataOutputStream out) throws IOException {
    Map<List<String>, Integer> headers = new HashMap<>();
    out.writeInt(attributes.size());
    for (Map.Entry<Key, Attributes> entry : attributes.entrySet()) {
      Key key = entry.getKey();
      String[] columns = entry.getValue().columns();
      Integer header = headers.get(Arrays.asList(columns));
      out.writeInt(header == null ? headers.size() : header);
      if (header == null) {
        headers.put(Arrays.asList(columns), headers.size());
        out.writeInt(columns.length);
        for (String column : columns) {
          Carried.writeText(column, out);
        }
      }
      out.writeByte(key.side().ordinal());
      Carried.writeText(key.tenant(), out);
      Carried.writeText(key.id(), out);
      for (String value : entry.getValue().values()) {
        Carried.writeText(value, out);
      }
    }
  }

  private static Enrichment read(DataInputStream in) throws IOException {
    Enrichment enrichment = new Enrichment(List.of());
    Map<String, String> texts = new HashMap<>();
    List<String[]> headers = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int header = in.readInt();
      if (header == headers.size()) {
        String[] columns = new String[in.readInt()];
        for (int k = 0; k < columns.length; k++) {
          columns[k] = Carried.readText(in);
        }
        headers.add(columns);
      }
      Side side = Side.values()[in.readByte()];
      String tenant = shared(Carried.readText(in), texts);
      Key key = new Key(side, tenant, Carried.readText(in));
      String[] values = new String[headers.get(header).length];
      for (int k = 0; k < values.length; k++) {
        values[k] = shared(Carried.readText(in), texts);
      }
      enrichment.add(key, headers.get(header), values);
    }
    return enrichment;
  }
}
