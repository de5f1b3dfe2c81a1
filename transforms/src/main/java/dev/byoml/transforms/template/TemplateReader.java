package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.byoml.transforms.text.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns the text of a template into its definition and back. */
final class TemplateReader {
  private static final YAMLMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().defaultPropertyInclusion(nonDefault()).build();

  private static final int MOST_CHARACTERS = 1 << 20;

  private static final String MACHINE_ACCOUNT = "machineAccount";

  /** Names of the built-in sets of definitions. */
  private static final List<String> SHAPES = List.of("windows-event");

  private TemplateReader() {}

  /**
   * Reads and checks a definition.
   *
   * @throws IllegalArgumentException if it is wrong; the message is one line with the line number,
   *     where that is known, and what is expected
   */
  static TemplateDefinition read(String text) {
    TemplateDefinition definition = bind(text);
    if (definition.shapes() != null) {
      definition = definition.with(shapes(definition.shapes()));
    }
    definition.check();
    return definition;
  }

  private static TemplateDefinition shapes(String name) {
    if (!SHAPES.contains(name)) {
      throw new IllegalArgumentException(
          "shapes cannot be " + name + ": it is one of " + String.join(", ", SHAPES));
    }
    return bind(Templates.resource("shapes-" + name + ".yaml"));
  }

  /** The definition that a text writes; its parts may be missing or not fit each other. */
  private static TemplateDefinition bind(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "it has more than %,d characters, the most that a template may have"
              .formatted(MOST_CHARACTERS));
    }
    Lines lines;
    try {
      lines = Lines.of(text, YAML.getFactory());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(noYaml(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
    TemplateDefinition definition;
    try {
      definition = YAML.readValue(text, TemplateDefinition.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(inLine(lines.lineOf(e), what(e)), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(noYaml(e), e);
    }
    if (definition == null) {
      throw new IllegalArgumentException("there is nothing in it");
    }
    return definition;
  }

  /** The definition as JSON, which is YAML too, without what has no effect. */
  static String write(TemplateDefinition definition) {
    try {
      return CANONICAL.writeValueAsString(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a template definition is always writable", e);
    }
  }

  /** A definition as {@link #write} gives it, with further aliases. */
  static String withAliases(String definition, Map<String, String> more) {
    ObjectNode written = tree(definition);
    ObjectNode aliases = written.withObject("/aliases");
    new TreeMap<>(more).forEach(aliases::put);
    return written.toString();
  }

  /** A definition as {@link #write} gives it, whose machine accounts are those of computers. */
  static String withComputers(String definition, Collection<String> computers) {
    ObjectNode written = tree(definition);
    for (JsonNode condition : written.path("noise")) {
      if (condition.path("countAs").asText().equals(MACHINE_ACCOUNT)) {
        ObjectNode changed = (ObjectNode) condition;
        changed.remove("matches");
        changed
            .putObject("value")
            .put("part", "user")
            .put("capture", "(?s)([^\\\\]*)\\$$")
            .put("lowerCase", true);
        changed.set("in", CANONICAL.valueToTree(computers.isEmpty() ? List.of("") : computers));
        return written.toString();
      }
    }
    throw new IllegalArgumentException(
        "the template leaves out no noise that is counted as " + MACHINE_ACCOUNT);
  }

  private static ObjectNode tree(String definition) {
    try {
      return (ObjectNode) CANONICAL.readTree(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a definition that was written can be read", e);
    }
  }

  private static JsonInclude.Value nonDefault() {
    return JsonInclude.Value.construct(
        JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_DEFAULT);
  }

  private static String noYaml(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return inLine(marked.getProblemMark().getLine() + 1, marked.getProblem());
    }
    return inLine(
        e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
        Texts.firstLine(e.getOriginalMessage()));
  }

  private static String inLine(int line, String what) {
    return line < 1 ? what : "line " + line + ": " + what;
  }

  private static String what(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "the key "
          + unknown.getPropertyName()
          + " is not known here; known are "
          + unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return Texts.firstLine(e.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException invalid && invalid.getTargetType().isEnum()) {
      return path(invalid) + " cannot be " + invalid.getValue() + ": " + lastSentence(invalid);
    }
    if (e instanceof MismatchedInputException mismatch) {
      return path(mismatch) + " must be " + kind(mismatch.getTargetType());
    }
    return Texts.firstLine(e.getOriginalMessage());
  }

  private static String lastSentence(InvalidFormatException e) {
    return "it is one of "
        + Arrays.stream(e.getTargetType().getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private static String path(JsonMappingException e) {
    List<JsonMappingException.Reference> path = e.getPath();
    if (path.isEmpty()) {
      return "the template";
    }
    return path.stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String kind(Class<?> type) {
    if (type == null || type == TemplateDefinition.class) {
      return "a mapping";
    }
    if (type == Expression.class) {
      return "the name of a field or a mapping";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == String.class) {
      return "a text";
    }
    return type == boolean.class ? "true or false" : "a mapping";
  }

  /**
   * In which line of a YAML text each of its parts begins. Data binding finds most faults only at
   * the end of what they are in.
   */
  private static final class Lines {
    private static final int DEEPEST = 50;
    private static final int MOST_TOKENS = 50_000;

    private final Map<JsonPointer, Integer> lines;

    private Lines(Map<JsonPointer, Integer> lines) {
      this.lines = lines;
    }

    /**
     * Looks through a text, and keeps a bounded part of it at a time.
     *
     * @throws IOException if it is not YAML, is nested too deep, has too many parts, or uses an
     *     alias, whose name Jackson takes for a text
     */
    static Lines of(String text, YAMLFactory yaml) throws IOException {
      Map<JsonPointer, Integer> lines = new HashMap<>();
      try (YAMLParser parser = yaml.createParser(text)) {
        int depth = 0;
        int tokens = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          if (depth > DEEPEST || ++tokens > MOST_TOKENS) {
            throw new JsonParseException(
                parser,
                depth > DEEPEST ? "it is nested too deep" : "it has too many parts",
                parser.currentTokenLocation());
          }
          if (parser.isCurrentAlias()) {
            throw new JsonParseException(
                parser, "an alias (*name) cannot be used", parser.currentTokenLocation());
          }
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer(),
              parser.currentTokenLocation().getLineNr());
        }
      }
      return new Lines(lines);
    }

    /** The line of the part that {@code e} is about, from 1; 0 if it is about the whole. */
    int lineOf(JsonMappingException e) {
      JsonPointer pointer = JsonPointer.empty();
      for (JsonMappingException.Reference step : e.getPath()) {
        pointer =
            step.getFieldName() == null
                ? pointer.appendIndex(step.getIndex())
                : pointer.appendProperty(step.getFieldName());
      }
      return pointer.matches() ? 0 : lines.getOrDefault(pointer, 0);
    }
  }
}
