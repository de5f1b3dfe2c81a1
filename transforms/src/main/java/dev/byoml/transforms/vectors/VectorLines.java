package dev.byoml.transforms.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.values.KV;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the lines of one file of vectors, in order. Each line is
 *
 * <ul>
 *   <li>a JSON object with the id in {@code id}, {@code user}, {@code res} or {@code resource}, the
 *       vector in {@code vector}, {@code factors}, {@code features}, {@code user_vector} or {@code
 *       res_vector}, as an array or as Spark writes a dense vector, and the tenant, if there is
 *       one, in {@code tenant}: so Spark's {@code write.json} leaves it; or
 *   <li>a line of CSV under a first line that names its columns: one of the names of the id,
 *       perhaps {@code tenant}, and a column for each number of the vector, in their order.
 * </ul>
 */
final class VectorLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IDS = Set.of("id", "user", "res", "resource");
  private static final List<String> VECTORS =
      List.of("vector", "factors", "features", "user_vector", "res_vector");
  private static final String TENANT = "tenant";
  private static final CSVFormat CSV = CSVFormat.RFC4180;

  private final Side side;
  private final String defaultTenant;
  private List<String> columns;

  /**
   * Reads a file.
   *
   * @param side whose vectors it holds
   * @param defaultTenant the tenant of lines that name none
   */
  VectorLines(Side side, String defaultTenant) {
    this.side = side;
    this.defaultTenant = defaultTenant;
  }

  /**
   * Reads the next line.
   *
   * @return the tenant and the vector, or nothing if the line is blank or names the columns
   * @throws IllegalArgumentException if the line is neither, saying what is wrong
   */
  Optional<KV<String, NamedVector>> read(String line) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    if (line.stripLeading().startsWith("{")) {
      return Optional.of(ofJson(line));
    }
    List<String> values = split(line);
    if (columns == null) {
      columns = header(values);
      return Optional.empty();
    }
    return Optional.of(ofColumns(values));
  }

  private KV<String, NamedVector> ofJson(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage());
    }
    String id =
        IDS.stream()
            .sorted()
            .map(json::get)
            .filter(node -> node != null && node.isValueNode() && !node.isNull())
            .map(JsonNode::asText)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("has no id, user, res or resource"));
    JsonNode vector =
        VECTORS.stream()
            .map(json::get)
            .filter(node -> node != null)
            .map(node -> node.isObject() ? node.path("values") : node)
            .filter(JsonNode::isArray)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "has no array called " + String.join(", ", VECTORS)));
    float[] values = new float[vector.size()];
    for (int i = 0; i < values.length; i++) {
      if (!vector.get(i).isNumber()) {
        throw new IllegalArgumentException("holds %s in its vector".formatted(vector.get(i)));
      }
      values[i] = finite(vector.get(i).floatValue());
    }
    JsonNode tenant = json.path(TENANT);
    return KV.of(
        tenant.isValueNode() && !tenant.isNull() ? tenant.asText() : defaultTenant,
        new NamedVector(side, id, values));
  }

  private static List<String> split(String line) {
    try (CSVParser parser = CSVParser.parse(line, CSV)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() == 1) {
        return records.get(0).toList();
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new IllegalArgumentException("is no CSV: " + e.getMessage());
    }
    throw new IllegalArgumentException("is not a line of CSV");
  }

  private static List<String> header(List<String> names) {
    List<String> columns =
        names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    if (columns.stream().filter(IDS::contains).count() != 1) {
      throw new IllegalArgumentException(
          "must name the columns, one of them id, user, res or resource");
    }
    return columns;
  }

  private KV<String, NamedVector> ofColumns(List<String> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          "has %d columns, not %d".formatted(values.size(), columns.size()));
    }
    String tenant = defaultTenant;
    String id = null;
    List<Float> numbers = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equals(TENANT)) {
        tenant = values.get(i);
      } else if (IDS.contains(columns.get(i))) {
        id = values.get(i);
      } else {
        numbers.add(number(values.get(i)));
      }
    }
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i);
    }
    return KV.of(tenant, new NamedVector(side, id, vector));
  }

  private static float number(String text) {
    try {
      return finite(Float.parseFloat(text.strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("holds '%s' in its vector".formatted(text));
    }
  }

  private static float finite(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("holds %s in its vector".formatted(value));
    }
    return value;
  }
}
