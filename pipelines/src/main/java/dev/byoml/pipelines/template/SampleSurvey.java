package dev.byoml.pipelines.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.value.EventTime;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a file of rows is: its shape, its fields, and what they hold. */
final class SampleSurvey {
  private static final int MOST_FIELDS_SHOWN = 30;
  private static final int MOST_VALUES_SHOWN = 8;
  private static final int DEEPEST = 6;
  private static final JsonMapper JSON = new JsonMapper();

  /** Takes every object for a row, whatever it holds. */
  private static final Template ANY =
      Template.parse(
          "any", "{time: {literal: '2000-01-01'}, user: {literal: u}, resource: {literal: r}}");

  /** Fields that say of which table a row is. */
  private static final List<String> TABLES = List.of("Type", "Category", "category");

  /** Fields that say which event of Windows a row is. */
  static final List<String> EVENT_IDS =
      List.of("EventID", "winlog.event_id", "event.code", "EventId");

  private final String shape;
  private final RowFormat format;
  private final Map<String, FieldValues> fields = new LinkedHashMap<>();
  private final Set<String> opened = new HashSet<>();
  private boolean isWhole;
  private long rows;
  private long others;

  private SampleSurvey(String shape, RowFormat format) {
    this.shape = shape;
    this.format = format;
  }

  /**
   * Looks at the first lines of a sample.
   *
   * @param most no more lines are looked at than this
   * @throws IOException if it cannot be read
   */
  static SampleSurvey of(SampleRows sample, long most) throws IOException {
    SampleSurvey survey = new SampleSurvey(sample.shape(ANY), RowFormat.JSON);
    survey.isWhole = sample.read(ANY, most, survey::addObject);
    boolean isTable = survey.shape.startsWith("a table");
    return isTable && survey.fields.keySet().stream().anyMatch(SampleSurvey::isValue)
        ? withoutHeader(sample, survey, most)
        : survey;
  }

  /** A table whose first line is a row: its columns get numbers in place of names. */
  private static SampleSurvey withoutHeader(SampleRows sample, SampleSurvey named, long most)
      throws IOException {
    SampleSurvey survey =
        new SampleSurvey(
            named.shape + ", without a header",
            named.shape.contains("tabs") ? RowFormat.TSV : RowFormat.CSV);
    List<String> columns =
        IntStream.rangeClosed(1, named.fields.size()).mapToObj(n -> "column" + n).toList();
    ObjectNode template = JSON.createObjectNode();
    template.put("format", survey.format.name().toLowerCase(Locale.ROOT));
    template.set("columns", JSON.valueToTree(columns));
    for (String part : List.of("time", "user", "resource")) {
      template.put(part, columns.get(0));
    }
    // So that the template looks at all of them.
    template.putObject("itemId").set("firstOf", JSON.valueToTree(columns));
    columns.forEach(column -> survey.fields.put(column, new FieldValues()));
    survey.isWhole =
        sample.read(Template.parse("columns", template.toString()), most, survey::addColumns);
    return survey;
  }

  private void addObject(SourceLine row, ParsedLine parsed, LineParser parser) {
    if (parsed instanceof ParsedLine.Filtered) {
      return;
    }
    rows++;
    if (parsed instanceof ParsedLine.Rejected) {
      others++;
      return;
    }
    try {
      add("", JSON.readTree(row.buffer(), row.start(), row.length()), 1);
    } catch (IOException e) {
      others++;
    }
  }

  private void addColumns(SourceLine row, ParsedLine parsed, LineParser parser) {
    rows++;
    Map<String, String> columns = parser.fields();
    if (columns.isEmpty()) {
      others++;
    }
    columns.forEach((column, value) -> fields.get(column).add(value));
  }

  private void add(String path, JsonNode value, int depth) {
    if (value.isObject()) {
      if (depth <= DEEPEST) {
        String prefix = path.isEmpty() ? "" : path + ".";
        value
            .fields()
            .forEachRemaining(
                member -> add(prefix + member.getKey(), member.getValue(), depth + 1));
      }
    } else if (value.isValueNode()) {
      FieldValues field = fields.computeIfAbsent(path, unseen -> new FieldValues());
      String text = value.isNull() ? "" : value.asText();
      Optional<JsonNode> within = object(text);
      if (within.isPresent()) {
        opened.add(path);
        add(path, within.get(), depth + 1);
      } else {
        field.add(text);
      }
    }
  }

  /** The object whose JSON a text is. */
  private static Optional<JsonNode> object(String text) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Whether what should be a name is a value, as in a table without a header. */
  private static boolean isValue(String name) {
    return EventTime.ISO.parse(name) != null || name.matches("-?\\d+(?:\\.\\d+)?");
  }

  /** How a template reads the rows. */
  RowFormat format() {
    return format;
  }

  /** How many rows were looked at. */
  long rows() {
    return rows;
  }

  /** Whether the file has no more rows than these. */
  boolean isWhole() {
    return isWhole;
  }

  /** What the fields hold by their names, or paths where they stand in objects within the row. */
  Map<String, FieldValues> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** The fields whose text is JSON. */
  List<String> opened() {
    return opened.stream().sorted().toList();
  }

  /** The first of some fields that is given in a row. */
  Optional<String> firstGiven(List<String> names) {
    return names.stream()
        .filter(name -> fields.containsKey(name) && fields.get(name).given() > 0)
        .findFirst();
  }

  /** The field of the rows' time in ISO-8601: the first of the usual names, or the first at all. */
  Optional<String> timeField() {
    return FieldNames.best(
        FieldNames.TIME,
        fields.entrySet().stream()
            .filter(field -> field.getValue().areTimes())
            .filter(field -> 2 * field.getValue().given() > rows - others)
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Prints what the file is. */
  void print(String file, PrintStream out) {
    out.printf("%s is %s%n", file, shape);
    out.printf(
        Locale.ROOT,
        "  rows         %,d%s%s%n",
        rows,
        others == 0 ? "" : String.format(Locale.ROOT, ", of which %,d cannot be read", others),
        isWhole ? "" : "; no further ones were looked at");
    firstGiven(TABLES).ifPresent(field -> printValues("tables", field, out));
    firstGiven(EVENT_IDS).ifPresent(field -> printValues("event ids", field, out));
    timeField()
        .ifPresent(
            field ->
                out.printf(
                    "  times        %s to %s (%s)%n",
                    fields.get(field).earliest(), fields.get(field).latest(), shown(field)));
    if (!fields.isEmpty()) {
      out.printf(
          "  fields       %s%s%n",
          fields.keySet().stream()
              .limit(MOST_FIELDS_SHOWN)
              .map(SampleSurvey::shown)
              .collect(Collectors.joining(", ")),
          fields.size() > MOST_FIELDS_SHOWN
              ? " and %d more".formatted(fields.size() - MOST_FIELDS_SHOWN)
              : "");
    }
  }

  private void printValues(String heading, String field, PrintStream out) {
    Map<String, Long> counts = fields.get(field).counts();
    out.printf(
        "  %-11s  %s%s%n",
        heading,
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_VALUES_SHOWN)
            .map(
                value ->
                    String.format(Locale.ROOT, "%s %,d", shown(value.getKey()), value.getValue()))
            .collect(Collectors.joining(", ")),
        counts.size() > MOST_VALUES_SHOWN ? ", …" : "");
  }

  private static String shown(String text) {
    return RejectedLine.harmless(text);
  }
}
