package dev.byoml.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.result.Anomaly;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Iterator;
import java.util.Map;

/**
 * Explanations in few bytes. Of two that are alike, as those of one actor or of one resource are,
 * only what differs is written twice:
 *
 * <ul>
 *   <li>A member is the number of its name among the values, and a number: that of its value, or
 *       below 0 that of a list whose elements are values, counted from -1 downwards.
 *   <li>In a text the actor and the resource of the result are U+0001 and U+0002. A text that they
 *       cannot stand for is the only element of an array.
 *   <li>Numbers have the four digits that the page shows.
 * </ul>
 */
final class ExplanationJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final MathContext SHOWN = new MathContext(4);
  private static final String ACTOR = "\u0001";
  private static final String RESOURCE = "\u0002";

  private final ValueTable values;
  private final ValueTable lists = new ValueTable();

  /** Puts what comes up often into {@code values}. */
  ExplanationJson(ValueTable values) {
    this.values = values;
  }

  /** The lists that explanations point to. */
  ArrayNode lists() {
    return lists.values();
  }

  /** Size of these lists as embedded JSON. */
  long bytes() {
    return lists.bytes();
  }

  /** Writes an explanation of {@code result}: member and value, in turn. */
  ArrayNode write(ObjectNode explanation, Anomaly result) {
    ArrayNode members = NODES.arrayNode();
    for (Iterator<Map.Entry<String, JsonNode>> it = explanation.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      members.add(values.number(member.getKey())).add(number(member.getValue(), result));
    }
    return members;
  }

  private int number(JsonNode value, Anomaly result) {
    if (value.isArray() && !value.isEmpty()) {
      ArrayNode list = NODES.arrayNode();
      value.forEach(element -> list.add(values.number(rounded(element))));
      return -1 - lists.number(list);
    }
    return value.isTextual() ? text(value.asText(), result) : values.number(rounded(value));
  }

  /** The number of a text about {@code result}. */
  int text(String text, Anomaly result) {
    String all = text + result.actor() + result.resource();
    if (all.contains(ACTOR)
        || all.contains(RESOURCE)
        || result.actor().isEmpty()
        || result.resource().isEmpty()) {
      return values.number(NODES.arrayNode().add(text));
    }
    return values.number(text.replace(result.actor(), ACTOR).replace(result.resource(), RESOURCE));
  }

  private static JsonNode rounded(JsonNode value) {
    if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
      return NODES.numberNode(rounded(value.doubleValue(), SHOWN));
    }
    if (value.isArray()) {
      ArrayNode array = NODES.arrayNode();
      value.forEach(element -> array.add(rounded(element)));
      return array;
    }
    if (value.isObject()) {
      ObjectNode object = NODES.objectNode();
      value.fields().forEachRemaining(m -> object.set(m.getKey(), rounded(m.getValue())));
      return object;
    }
    return value;
  }

  /** A number with so many digits. */
  static double rounded(double value, MathContext digits) {
    return BigDecimal.valueOf(value).round(digits).doubleValue();
  }
}
