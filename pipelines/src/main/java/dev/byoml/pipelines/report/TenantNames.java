package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.transforms.text.CsvText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of tenants by their ids: those of a CSV file with the columns {@code tenant} and {@code
 * name}, in whatever order its first line names them, or those that results carry because the
 * enrichment of their run had a column {@value #COLUMN}.
 */
final class TenantNames {
  private static final String COLUMN = "tenantName";
  private static final String TENANT = "tenant";
  private static final String NAME = "name";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TenantNames() {}

  /**
   * Reads the file of {@code --tenantNames}; no names where there is none.
   *
   * @throws UsageException if it cannot be read or is wrong
   */
  static Map<String, String> read(String path) {
    return path == null ? Map.of() : Inputs.file("--tenantNames", path, TenantNames::parse);
  }

  private static Map<String, String> parse(String csv) {
    Map<String, String> names = new TreeMap<>();
    CsvText.readTable(
        csv,
        TenantNames::checkHeading,
        (row, line) -> {
          if (!row.isConsistent() || row.get(NAME).isBlank()) {
            throw new IllegalArgumentException(
                "line %d: expected a tenant and its name".formatted(line));
          }
          if (names.put(row.get(TENANT), row.get(NAME)) != null) {
            throw new IllegalArgumentException(
                "line %d: %s is named twice".formatted(line, row.get(TENANT)));
          }
        });
    return names;
  }

  private static void checkHeading(List<String> names) {
    List<String> columns = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (!columns.containsAll(List.of(TENANT, NAME))) {
      throw new IllegalArgumentException("line 1: expected the heading tenant,name");
    }
  }

  /** Adds the names that results carry, of tenants that have none yet. */
  static Map<String, String> withThoseOf(List<Anomaly> results, Map<String, String> names) {
    Map<String, String> all = new TreeMap<>(names);
    for (Anomaly result : results) {
      if (!all.containsKey(result.tenant()) && result.explanation().contains(COLUMN)) {
        String name = nameIn(result.explanation());
        if (!name.isBlank()) {
          all.put(result.tenant(), name);
        }
      }
    }
    return all;
  }

  private static String nameIn(String explanation) {
    try {
      JsonNode json = JSON.readTree(explanation);
      String ofActor = json.path("actorAttributes").path(COLUMN).asText();
      return ofActor.isBlank() ? json.path("resourceAttributes").path(COLUMN).asText() : ofActor;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an explanation is a JSON object", e);
    }
  }
}
