package dev.byoml.pipelines.loganalytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.pipelines.sentinel.Scripts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data collection rule that {@code scripts/azure/ingestion.json} deploys.
 *
 * @param streamName a stream it declares
 * @param columns type of each column of the stream
 */
public record CollectionRule(String streamName, Map<String, String> columns) {
  /** Its immutable id; real ones are given by Azure. */
  public static final String ID = "dcr-0123456789abcdef0123456789abcdef";

  private static final int LONGEST_FIELD = 64 * 1024;

  /** The stream of results in the template. */
  static CollectionRule ofTemplate() {
    return ofTemplate("Custom-AnomalousResourceAccessResult_CL");
  }

  /** The stream of runs in the template. */
  static CollectionRule ofRuns() {
    return ofTemplate("Custom-AnomalousResourceAccessRun_CL");
  }

  private static CollectionRule ofTemplate(String stream) {
    JsonNode declarations =
        Scripts.resources("azure/ingestion.json", "Microsoft.Insights/dataCollectionRules")
            .get(0)
            .at("/properties/streamDeclarations");
    Map<String, String> columns = new TreeMap<>();
    Scripts.elements(declarations.get(stream).get("columns"))
        .forEach(column -> columns.put(column.get("name").asText(), column.get("type").asText()));
    return new CollectionRule(stream, columns);
  }

  /**
   * What the service would lose of a row without a word: undeclared, too long or of a wrong type.
   */
  List<String> losses(JsonNode row) {
    List<String> losses = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = row.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      Optional<String> type = Optional.ofNullable(columns.get(field.getKey()));
      if (type.isEmpty()) {
        losses.add("undeclared column " + field.getKey());
      } else if (!fits(type.get(), field.getValue())) {
        losses.add("%s is no %s".formatted(field.getKey(), type.get()));
      }
      if (field.getValue().toString().length() > LONGEST_FIELD) {
        losses.add(field.getKey() + " is over 64 KB");
      }
    }
    return losses;
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "datetime" -> value.isTextual() && isTime(value.asText());
      case "string" -> value.isTextual();
      case "long", "int" -> value.isIntegralNumber();
      case "real" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "dynamic" -> true;
      default -> false;
    };
  }

  private static boolean isTime(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
