package dev.byoml.transforms.template;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * In which line of a YAML text each of its parts begins. Data binding finds most faults only at the
 * end of what they are in.
 */
final class YamlLines {
  private static final int DEEPEST = 50;
  private static final int MOST_TOKENS = 50_000;

  private final Map<JsonPointer, Integer> lines;

  private YamlLines(Map<JsonPointer, Integer> lines) {
    this.lines = lines;
  }

  /**
   * Looks through a text, and keeps a bounded part of it at a time.
   *
   * @throws IOException if it is not YAML, is nested too deep, has too many parts, or uses an
   *     alias, whose name Jackson takes for a text
   */
  static YamlLines of(String text, YAMLFactory yaml) throws IOException {
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
            parser.getParsingContext().pathAsPointer(), parser.currentTokenLocation().getLineNr());
      }
    }
    return new YamlLines(lines);
  }

  /** The line of the part that {@code e} is about, from 1; 0 if it is about the whole. */
  int lineOf(JsonMappingException e) {
    JsonPointer pointer = JsonPointer.empty();
    for (Reference step : e.getPath()) {
      pointer =
          step.getFieldName() == null
              ? pointer.appendIndex(step.getIndex())
              : pointer.appendProperty(step.getFieldName());
    }
    return pointer.matches() ? 0 : lines.getOrDefault(pointer, 0);
  }
}
