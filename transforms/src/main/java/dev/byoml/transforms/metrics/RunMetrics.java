package dev.byoml.transforms.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of a run by name, as they stand in {@code metrics.json}: a name {@code a.b} is member
 * {@code b} of the object {@code a}.
 *
 * @param values number of each name
 * @param seconds how long each phase of the run took, from its first moment to its last, as object
 *     {@code seconds}; phases may overlap. This describes the one run and not its data
 * @param warnings why the run is to be trusted less than others, a line each, as array {@code
 *     warnings}; left out where there is none
 */
public record RunMetrics(
    SortedMap<String, Long> values, SortedMap<String, Double> seconds, List<String> warnings) {
  /** Name of the file that holds them. */
  public static final String FILE = "metrics.json";

  private static final List<String> FIRST = List.of("read", "used", "filtered", "rejected");
  private static final String SECONDS = "seconds";
  private static final String WARNINGS = "warnings";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Keeps a copy. */
  public RunMetrics {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    seconds = Collections.unmodifiableSortedMap(new TreeMap<>(seconds));
    warnings = List.copyOf(warnings);
  }

  /** The metrics of these names and numbers. */
  public static RunMetrics of(Map<String, Long> values) {
    return new RunMetrics(new TreeMap<>(values), new TreeMap<>(), List.of());
  }

  /** The same numbers of a run whose phases took that long. */
  public RunMetrics withSeconds(Map<String, Double> seconds) {
    return new RunMetrics(values, new TreeMap<>(seconds), warnings);
  }

  /** The same numbers of a run that is to be trusted less for these reasons. */
  public RunMetrics withWarnings(List<String> warnings) {
    return new RunMetrics(values, seconds, warnings);
  }

  /** The number of that name, 0 where there is none. */
  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  /** Members of the object {@code name}, in alphabetical order. */
  public SortedMap<String, Long> members(String name) {
    SortedMap<String, Long> members = new TreeMap<>();
    String prefix = name + ".";
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            members.put(key.substring(prefix.length()), value);
          }
        });
    return members;
  }

  /** The JSON text of {@code metrics.json}: the four line counts first, then by name. */
  public String toJson() {
    Set<String> names = new LinkedHashSet<>(FIRST);
    names.addAll(values.keySet());
    ObjectNode root = JSON.createObjectNode();
    for (String name : new ArrayList<>(names)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        root.put(name, get(name));
      } else {
        root.withObject("/" + name.substring(0, dot)).put(name.substring(dot + 1), get(name));
      }
    }
    if (!seconds.isEmpty()) {
      ObjectNode phases = root.putObject(SECONDS);
      seconds.forEach(phases::put);
    }
    if (!warnings.isEmpty()) {
      warnings.forEach(root.putArray(WARNINGS)::add);
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers can always be written", e);
    }
  }

  /**
   * Reads {@code metrics.json}.
   *
   * @throws IOException if the text is not such a file
   */
  public static RunMetrics parse(byte[] json) throws IOException {
    SortedMap<String, Long> values = new TreeMap<>();
    SortedMap<String, Double> seconds = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    JsonNode root = JSON.readTree(json);
    for (Iterator<Map.Entry<String, JsonNode>> it = root.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      if (member.getKey().equals(SECONDS)) {
        member
            .getValue()
            .fields()
            .forEachRemaining(phase -> seconds.put(phase.getKey(), phase.getValue().asDouble()));
      } else if (member.getKey().equals(WARNINGS)) {
        member.getValue().forEach(warning -> warnings.add(warning.asText()));
      } else if (member.getValue().isObject()) {
        member
            .getValue()
            .fields()
            .forEachRemaining(
                inner ->
                    values.put(member.getKey() + "." + inner.getKey(), inner.getValue().asLong()));
      } else {
        values.put(member.getKey(), member.getValue().asLong());
      }
    }
    return new RunMetrics(values, seconds, warnings);
  }
}
