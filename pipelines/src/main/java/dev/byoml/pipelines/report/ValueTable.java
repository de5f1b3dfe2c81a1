package dev.byoml.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Numbers values, so that one that occurs often is written once. Also knows how long it became. */
final class ValueTable {
  private final ArrayNode values = JsonNodeFactory.instance.arrayNode();
  private final Map<JsonNode, Integer> numbers = new HashMap<>();
  private long bytes;

  /** The number of {@code text}. */
  int number(String text) {
    return number(JsonNodeFactory.instance.textNode(text));
  }

  /** The number of {@code value}, a new one if it was not seen before. */
  int number(JsonNode value) {
    Integer number = numbers.get(value);
    if (number == null) {
      number = values.size();
      numbers.put(value, number);
      values.add(value);
      bytes += bytes(value) + 1;
    }
    return number;
  }

  /** Size of all values as embedded JSON. */
  long bytes() {
    return bytes;
  }

  /** All values, each at its number. */
  ArrayNode values() {
    return values;
  }

  /** Size of a value as embedded JSON. */
  static long bytes(JsonNode value) {
    return EmbeddedJson.write(value).getBytes(StandardCharsets.UTF_8).length;
  }
}
