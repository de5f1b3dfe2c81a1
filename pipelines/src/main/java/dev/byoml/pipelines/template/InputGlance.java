package dev.byoml.pipelines.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.list.EventInput;
import dev.byoml.transforms.source.topic.TopicInput;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A look at what an input holds instead, for a run that found nothing in it: first and last time,
 * tables, events, and which built-in template fits. Looks at the start of some files, the first and
 * the last of them included, and at the end of the last.
 */
public final class InputGlance {
  /** The built-in templates but the one that reads the default's rows otherwise, on request. */
  static final List<String> SUGGESTED =
      Templates.BUILT_IN.stream()
          .filter(name -> !name.equals("file-share-access-classic"))
          .toList();

  private static final int MOST_FILES = 24;
  private static final int ROWS_OF_A_FILE = 500;
  private static final long END_OF_FILE = 256L << 10;
  private static final int MOST_NAMED = 4;
  private static final List<String> TIMES = List.of("TimeGenerated", "@timestamp", "EventTime");
  private static final List<String> TABLES = List.of("Type", "Category");
  private static final List<String> EVENTS = List.of("EventID", "OperationName", "Operation");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> tables = new TreeMap<>();
  private final Map<String, Long> events = new TreeMap<>();
  private final Map<String, Long> accesses = new LinkedHashMap<>();
  private int files;
  private Instant first;
  private Instant last;

  private InputGlance() {}

  /**
   * What the input holds, as the end of a sentence.
   *
   * @param input as {@code --input} names it
   * @return nothing of a topic, which is not read twice
   */
  public static Optional<String> at(String input, PipelineOptions options) {
    if (TopicInput.isTopic(input)) {
      return Optional.empty();
    }
    InputGlance glance = new InputGlance();
    try {
      List<FileRange> all = EventInput.of(input).files(options);
      glance.files = all.size();
      for (String name : SUGGESTED) {
        glance.look(pieces(all), Templates.load(name), options);
      }
    } catch (IOException | RuntimeException e) {
      return Optional.of("what the input holds cannot be told: " + Failures.describe(e));
    }
    return Optional.of(glance.inWords());
  }

  private static List<FileRange> pieces(List<FileRange> all) {
    List<FileRange> pieces = new ArrayList<>();
    int shown = Math.min(MOST_FILES, all.size());
    for (int i = 0; i < shown; i++) {
      int position = shown == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (shown - 1));
      pieces.add(FileRange.ofWhole(all.get(position).file()));
    }
    if (!all.isEmpty() && all.get(all.size() - 1).end() > END_OF_FILE) {
      FileRange end = all.get(all.size() - 1);
      pieces.add(new FileRange(end.file(), end.end() - END_OF_FILE, end.end()));
    }
    return pieces;
  }

  private void look(List<FileRange> pieces, Template template, PipelineOptions options)
      throws IOException {
    LineParser parser = new LineParser(template, TimeRange.ALL);
    long used = 0;
    for (FileRange piece : pieces) {
      try (SourceLines lines = PieceReader.open(piece, template, options)) {
        // The end of a file is read to its end; it is short.
        int most = piece.start() == 0 ? ROWS_OF_A_FILE : Integer.MAX_VALUE;
        SourceLine line = lines.next();
        for (int row = 0; line != null && row < most; row++) {
          used += look(line, parser, template.name().equals(Templates.DEFAULT));
          line = lines.next();
        }
      }
    }
    accesses.put(template.name(), used);
  }

  private long look(SourceLine line, LineParser parser, boolean note) {
    LineParser.Fate fate = parser.read(line);
    if (fate == LineParser.Fate.REJECTED) {
      List<SourceLine> rows = parser.rowsIn(line, parser.rejected());
      if (!rows.isEmpty()) {
        return rows.stream().mapToLong(row -> look(row, parser, note)).sum();
      }
    }
    if (note) {
      note(line);
    }
    if (fate != LineParser.Fate.USED) {
      return 0;
    }
    note(parser.access().toEvent().time());
    return 1;
  }

  private void note(SourceLine line) {
    try {
      JsonNode row = JSON.readTree(new String(line.bytes(), StandardCharsets.UTF_8));
      value(row, TABLES).ifPresent(table -> tables.merge(table, 1L, Long::sum));
      value(row, EVENTS).ifPresent(event -> events.merge(event, 1L, Long::sum));
      value(row, TIMES).flatMap(InputGlance::time).ifPresent(this::note);
    } catch (JsonProcessingException e) {
      // What is not JSON has no names to look at; a template may still fit.
      return;
    }
  }

  private static Optional<String> value(JsonNode row, List<String> names) {
    return names.stream()
        .map(row::path)
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .findFirst();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private void note(Instant time) {
    first = first == null || time.isBefore(first) ? time : first;
    last = last == null || time.isAfter(last) ? time : last;
  }

  private String inWords() {
    if (files == 0) {
      return "the input has no files of events";
    }
    List<String> parts = new ArrayList<>();
    if (first != null) {
      parts.add("rows from %s to %s".formatted(first, last));
    }
    if (!tables.isEmpty()) {
      parts.add("of " + most(tables));
    }
    if (!events.isEmpty()) {
      parts.add("events " + most(events));
    }
    Optional<Map.Entry<String, Long>> fitting =
        accesses.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            // Of templates that use as many rows the first counts.
            .reduce((one, other) -> other.getValue() > one.getValue() ? other : one);
    return "%s; %s"
        .formatted(
            parts.isEmpty()
                ? "a look at the input finds neither times nor events"
                : "the input holds " + String.join(", ", parts),
            fitting
                .map(entry -> "template %s fits it".formatted(entry.getKey()))
                .orElse(
                    "no built-in template uses such rows: scripts/byoml template --sample=FILE --draft=own.yaml begins one"));
  }

  private static String most(Map<String, Long> counts) {
    return counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_NAMED)
            .map(entry -> String.format(Locale.ROOT, "%s (%,d)", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "))
        + (counts.size() > MOST_NAMED ? ", …" : "");
  }
}
