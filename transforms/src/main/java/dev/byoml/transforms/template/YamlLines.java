package dev.byoml.transforms.template;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonPointer;
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
  private final Map<JsonPointer, Integer> lines;

  private YamlLines(Map<JsonPointer, Integer> lines) {
    this.lines = lines;
  }

  /**
   * Looks through a text.
   *
   * @throws IOException if it is not YAML, or uses an alias, whose name Jackson takes for a text
   */
  static YamlLines of(String text, YAMLFactory yaml) throws IOException {
    Map<JsonPointer, Integer> lines = new HashMap<>();
    try (YAMLParser parser = yaml.createParser(text)) {
      while (parser.nextToken() != null) {
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
