package dev.byoml.pipelines.sentinel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs the actions of an Azure Logic Apps workflow one after another, as far as our playbook uses
 * them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers">Schema
 *     reference for trigger and action types</a>
 */
final class Workflow {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";
  private static final String SKIPPED = "Skipped";

  private final JsonNode triggerBody;
  private final Function<JsonNode, Boolean> service;
  private final Map<String, JsonNode> bodies = new HashMap<>();
  private final Map<String, JsonNode> items = new HashMap<>();
  private final Deque<JsonNode> item = new ArrayDeque<>();

  private Workflow(JsonNode triggerBody, Function<JsonNode, Boolean> service) {
    this.triggerBody = triggerBody;
    this.service = service;
  }

  /**
   * Runs a workflow.
   *
   * @param definition its definition
   * @param triggerBody what the trigger brings
   * @param service answers the inputs of an {@code Http} or {@code ApiConnection} action; false
   *     fails it
   */
  static void run(JsonNode definition, JsonNode triggerBody, Function<JsonNode, Boolean> service) {
    new Workflow(triggerBody, service).actions(definition.get("actions"));
  }

  private void actions(JsonNode actions) {
    Map<String, String> outcomes = new HashMap<>();
    List<String> left = new ArrayList<>();
    actions.fieldNames().forEachRemaining(left::add);
    while (!left.isEmpty()) {
      String name =
          left.stream()
              .filter(action -> outcomes.keySet().containsAll(before(actions, action)))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("these wait for each other: " + left));
      left.remove(name);
      JsonNode action = actions.get(name);
      outcomes.put(name, mayRun(action, outcomes) ? outcome(name, action) : SKIPPED);
    }
  }

  private static List<String> before(JsonNode actions, String name) {
    List<String> before = new ArrayList<>();
    actions.get(name).get("runAfter").fieldNames().forEachRemaining(before::add);
    return before;
  }

  private static boolean mayRun(JsonNode action, Map<String, String> outcomes) {
    for (Iterator<Map.Entry<String, JsonNode>> it = action.get("runAfter").fields();
        it.hasNext(); ) {
      Map.Entry<String, JsonNode> after = it.next();
      boolean asked =
          Scripts.elements(after.getValue())
              .anyMatch(status -> status.asText().equals(outcomes.get(after.getKey())));
      if (!asked) {
        return false;
      }
    }
    return true;
  }

  private String outcome(String name, JsonNode action) {
    JsonNode inputs = action.path("inputs");
    switch (action.get("type").asText()) {
      case "Query" -> bodies.put(name, query(inputs));
      case "Select" -> bodies.put(name, select(inputs));
      case "If" -> {
        boolean holds =
            Scripts.elements(action.at("/expression/and")).allMatch(this::conditionHolds);
        actions(holds ? action.get("actions") : action.at("/else/actions"));
      }
      case "Foreach" -> {
        for (JsonNode each : value(action.get("foreach"))) {
          items.put(name, each);
          actions(action.get("actions"));
        }
      }
      case "Http", "ApiConnection" -> {
        return service.apply(value(inputs)) ? SUCCEEDED : FAILED;
      }
      default -> throw new IllegalStateException("this test knows no action like " + action);
    }
    return SUCCEEDED;
  }

  private ArrayNode query(JsonNode inputs) {
    ArrayNode kept = NODES.arrayNode();
    for (JsonNode each : value(inputs.get("from"))) {
      item.push(each);
      if (value(inputs.get("where")).booleanValue()) {
        kept.add(each);
      }
      item.pop();
    }
    return kept;
  }

  private ArrayNode select(JsonNode inputs) {
    ArrayNode selected = NODES.arrayNode();
    for (JsonNode each : value(inputs.get("from"))) {
      item.push(each);
      selected.add(value(inputs.get("select")));
      item.pop();
    }
    return selected;
  }

  private boolean conditionHolds(JsonNode condition) {
    String operator = condition.fieldNames().next();
    JsonNode left = value(condition.get(operator).get(0));
    JsonNode right = value(condition.get(operator).get(1));
    return switch (operator) {
      case "equals" -> left.equals(right);
      case "greater" -> left.asInt() > right.asInt();
      default -> throw new IllegalStateException("this test knows no condition " + operator);
    };
  }

  /** Inputs with the values of their expressions. */
  private JsonNode value(JsonNode inputs) {
    if (inputs.isTextual()) {
      return WorkflowExpression.evaluate(inputs.asText(), this::named);
    }
    if (inputs.isObject()) {
      ObjectNode copy = NODES.objectNode();
      inputs
          .fields()
          .forEachRemaining(
              field -> {
                // A connection is no part of what the workflow says.
                if (!field.getKey().equals("host")) {
                  copy.set(field.getKey(), value(field.getValue()));
                }
              });
      return copy;
    }
    return inputs;
  }

  private JsonNode named(String function, String name) {
    return switch (function) {
      case "triggerBody" -> triggerBody;
      case "item" -> item.element();
      case "items" -> known(items, name);
      default -> known(bodies, name);
    };
  }

  private static JsonNode known(Map<String, JsonNode> values, String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("nothing is known of " + name);
    }
    return value;
  }
}
