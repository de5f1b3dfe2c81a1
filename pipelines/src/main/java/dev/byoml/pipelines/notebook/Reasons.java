package dev.byoml.pipelines.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a few sentences why an access is on the list. */
final class Reasons {
  private static final int NAMED = 3;
  private static final int LONGEST_NAME = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Reasons() {}

  /** What the explanation of an anomaly says, where it says it. */
  static String inWords(Anomaly anomaly) {
    List<String> sentences = new ArrayList<>();
    sentences.add(ofReason(anomaly));
    JsonNode explanation;
    try {
      explanation = JSON.readTree(anomaly.explanation());
    } catch (JsonProcessingException e) {
      return sentences.get(0);
    }
    if (explanation.path("userCount").asInt() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "In training %,d touched it: %s.",
              explanation.path("userCount").asInt(),
              names(explanation.path("usualUsers"), "user")));
    }
    if (explanation.path("peersWithAccess").isNumber()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Of the %,d users most alike %,d did.",
              explanation.path("peerCount").asInt(),
              explanation.path("peersWithAccess").asInt()));
    }
    if (explanation.path("usualResources").size() > 0) {
      sentences.add(
          "Usually this actor touches %s."
              .formatted(names(explanation.path("usualResources"), "resource")));
    }
    if (explanation.path("algorithmNote").isTextual()) {
      sentences.add(sentence(explanation.path("algorithmNote").asText()));
    }
    return String.join(" ", sentences);
  }

  private static String ofReason(Anomaly anomaly) {
    return switch (anomaly.reason()) {
      case SEEN_BEFORE -> "Training saw this access.";
      case LOW_AFFINITY -> "Both are known from training, but not together.";
      case OTHER_COMMUNITY ->
          "In training no chain of accesses linked this actor and this resource.";
      case NEW_ACTOR -> "Training never saw this actor.";
      case NEW_RESOURCE -> "Training never saw this resource.";
      case NEW_ACTOR_AND_RESOURCE -> "Training saw neither this actor nor this resource.";
    };
  }

  private static String sentence(String note) {
    String text = note.strip();
    return text.isEmpty()
        ? ""
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1)
            + (text.endsWith(".") ? "" : ".");
  }

  private static String names(JsonNode list, String member) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : list) {
      String id = entry.path(member).asText();
      names.add(
          member.equals("user")
              ? Drawing.actor(id, LONGEST_NAME)
              : Drawing.resource(id, LONGEST_NAME));
    }
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and more";
  }
}
