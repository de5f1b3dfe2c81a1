package dev.byoml.pipelines.sentinel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates what our playbook uses of the expressions of Azure Logic Apps, as strictly as the
 * service: a member of nothing without {@code ?}, a number where a text must be and the like end
 * the run.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/logic-apps/expression-functions-reference">Reference
 *     guide to workflow expression functions</a>
 */
final class WorkflowExpression {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String END = "";
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|\\d+|[A-Za-z]+|\\?\\[|[\\[\\](),]");

  private final Iterator<String> tokens;
  private final Scope scope;
  private String next;

  /** What the functions without a value of their own return, by name and argument. */
  interface Scope {
    /**
     * A value of the run.
     *
     * @param function {@code triggerBody}, {@code body}, {@code item} or {@code items}
     * @param name its argument, or an empty text
     */
    JsonNode value(String function, String name);
  }

  private WorkflowExpression(String text, Scope scope) {
    List<String> list = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (matcher.find()) {
      requireBlank(text, at, matcher.start());
      list.add(matcher.group());
      at = matcher.end();
    }
    requireBlank(text, at, text.length());
    list.add(END);
    this.tokens = list.iterator();
    this.scope = scope;
    this.next = tokens.next();
  }

  private static void requireBlank(String text, int from, int to) {
    if (!text.substring(from, to).isBlank()) {
      throw new IllegalStateException("cannot be read from %d on: %s".formatted(from, text));
    }
  }

  /** The value of a text of a definition, which may be an expression or hold some. */
  static JsonNode evaluate(String text, Scope scope) {
    if (text.startsWith("@") && !text.startsWith("@{")) {
      return whole(text.substring(1), scope);
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int start = text.indexOf("@{"); start >= 0; start = text.indexOf("@{", at)) {
      int end = endOf(text, start + 2);
      out.append(text, at, start).append(textOf(whole(text.substring(start + 2, end), scope)));
      at = end + 1;
    }
    return NODES.textNode(out.append(text.substring(at)).toString());
  }

  private static int endOf(String text, int start) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\'') {
        quoted = !quoted;
      } else if (text.charAt(i) == '}' && !quoted) {
        return i;
      }
    }
    throw new IllegalStateException("no end of an expression in " + text);
  }

  private static JsonNode whole(String text, Scope scope) {
    WorkflowExpression expression = new WorkflowExpression(text, scope);
    JsonNode value = expression.value();
    expression.expect(END);
    return value;
  }

  private JsonNode value() {
    String token = take();
    JsonNode value;
    if (token.startsWith("'")) {
      value = NODES.textNode(token.substring(1, token.length() - 1).replace("''", "'"));
    } else if (Character.isDigit(token.charAt(0))) {
      value = NODES.numberNode(Integer.parseInt(token));
    } else {
      value = call(token);
    }
    while (next.equals("?[") || next.equals("[")) {
      boolean mayBeMissing = take().equals("?[");
      value = member(value, value(), mayBeMissing);
      expect("]");
    }
    return value;
  }

  private static JsonNode member(JsonNode of, JsonNode key, boolean mayBeMissing) {
    if (isNull(of) && mayBeMissing) {
      return NODES.nullNode();
    }
    JsonNode member;
    if (of.isObject() && key.isTextual()) {
      member = of.path(key.asText());
    } else if (of.isArray() && key.isInt()) {
      member = of.path(key.asInt());
    } else {
      throw new IllegalStateException("there is no " + key + " of " + of);
    }
    if (member.isMissingNode() && !mayBeMissing) {
      throw new IllegalStateException("there is no " + key + " of " + of);
    }
    return isNull(member) ? NODES.nullNode() : member;
  }

  private JsonNode call(String name) {
    expect("(");
    List<JsonNode> arguments = new ArrayList<>();
    while (!next.equals(")")) {
      arguments.add(value());
      if (!next.equals(")")) {
        expect(",");
      }
    }
    expect(")");
    return apply(name, arguments);
  }

  private JsonNode apply(String name, List<JsonNode> a) {
    return switch (name) {
      case "triggerBody", "item" -> scope.value(name, "");
      case "body", "items" -> scope.value(name, text(a.get(0)));
      case "createArray" -> NODES.arrayNode().addAll(a);
      case "coalesce" ->
          a.stream().filter(value -> !isNull(value)).findFirst().orElse(NODES.nullNode());
      case "string" -> NODES.textNode(textOf(a.get(0)));
      case "json" -> parsed(text(a.get(0)));
      case "concat" ->
          NODES.textNode(String.join("", a.stream().map(WorkflowExpression::textOf).toList()));
      case "replace" -> NODES.textNode(text(a.get(0)).replace(text(a.get(1)), text(a.get(2))));
      case "contains" -> NODES.booleanNode(text(a.get(0)).contains(text(a.get(1))));
      case "startsWith" -> NODES.booleanNode(text(a.get(0)).startsWith(text(a.get(1))));
      case "if" -> a.get(0).booleanValue() ? a.get(1) : a.get(2);
      case "not" -> NODES.booleanNode(!a.get(0).booleanValue());
      case "or" -> NODES.booleanNode(a.stream().anyMatch(JsonNode::booleanValue));
      case "empty" ->
          NODES.booleanNode(
              isNull(a.get(0))
                  || (a.get(0).isTextual() ? text(a.get(0)).isEmpty() : a.get(0).isEmpty()));
      case "length" -> NODES.numberNode(array(a.get(0)).size());
      case "first" -> array(a.get(0)).isEmpty() ? NODES.nullNode() : a.get(0).get(0);
      case "take" -> firstOf(array(a.get(0)), a.get(1).asInt());
      case "join" -> join(array(a.get(0)), text(a.get(1)));
      default -> throw new IllegalStateException("this test knows no function " + name);
    };
  }

  private static JsonNode firstOf(ArrayNode values, int number) {
    ArrayNode first = NODES.arrayNode();
    for (int i = 0; i < Math.min(number, values.size()); i++) {
      first.add(values.get(i));
    }
    return first;
  }

  private static JsonNode join(ArrayNode values, String between) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(textOf(value)));
    return NODES.textNode(String.join(between, texts));
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }

  private static ArrayNode array(JsonNode value) {
    if (value instanceof ArrayNode array) {
      return array;
    }
    throw new IllegalStateException("no array: " + value);
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalStateException("no text: " + value);
    }
    return value.asText();
  }

  /** A value within a text. */
  private static String textOf(JsonNode value) {
    if (isNull(value)) {
      return "";
    }
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static boolean isNull(JsonNode value) {
    return value.isNull() || value instanceof MissingNode;
  }

  private String take() {
    String taken = next;
    next = tokens.hasNext() ? tokens.next() : END;
    return taken;
  }

  private void expect(String token) {
    String taken = take();
    if (!taken.equals(token)) {
      throw new IllegalStateException("expected '%s', got '%s'".formatted(token, taken));
    }
  }
}
