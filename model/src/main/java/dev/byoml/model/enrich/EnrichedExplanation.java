package dev.byoml.model.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds what is known of the actor and the resource to an explanation: the objects {@code
 * actorAttributes} and {@code resourceAttributes}, from column to value, and the end of its {@code
 * summary}.
 */
public final class EnrichedExplanation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_VALUE = 200;

  private EnrichedExplanation() {}

  /**
   * The explanation with attributes.
   *
   * @param explanation a JSON object
   * @param actor attributes of the actor, by column
   * @param resource attributes of the resource, by column
   * @param mostBytes how long it may become in UTF-8; values are cut to that end, and left out if
   *     even that does not help
   */
  public static String of(
      String explanation, Map<String, String> actor, Map<String, String> resource, int mostBytes) {
    if (actor.isEmpty() && resource.isEmpty()) {
      return explanation;
    }
    for (int length = LONGEST_VALUE; length > 0; length /= 2) {
      String enriched = enriched(explanation, actor, resource, length);
      if (enriched.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
        return enriched;
      }
    }
    return explanation;
  }

  private static String enriched(
      String explanation, Map<String, String> actor, Map<String, String> resource, int length) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(explanation);
      StringBuilder summary = new StringBuilder(json.path("summary").asText());
      add(json, "actorAttributes", actor, length);
      add(json, "resourceAttributes", resource, length);
      append(summary, "The actor's", actor, length);
      append(summary, "The resource's", resource, length);
      json.put("summary", summary.toString());
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an explanation is a JSON object", e);
    }
  }

  private static void add(
      ObjectNode json, String member, Map<String, String> attributes, int length) {
    if (!attributes.isEmpty()) {
      ObjectNode object = json.putObject(member);
      attributes.forEach((column, value) -> object.put(column, shortened(value, length)));
    }
  }

  private static void append(
      StringBuilder summary, String whose, Map<String, String> attributes, int length) {
    if (!attributes.isEmpty()) {
      summary
          .append(' ')
          .append(whose)
          .append(' ')
          .append(
              attributes.entrySet().stream()
                  .map(entry -> entry.getKey() + " is " + shortened(entry.getValue(), length))
                  .collect(Collectors.joining(", ")))
          .append('.');
    }
  }

  private static String shortened(String value, int length) {
    if (value.length() <= length) {
      return value;
    }
    int end = Character.isHighSurrogate(value.charAt(length - 1)) ? length - 1 : length;
    return value.substring(0, end) + "…";
  }
}
