package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * JSON that can stand inside a {@code script} element whatever texts it holds: the characters that
 * could end the element, open a comment or end a line of JavaScript are written as escapes.
 */
final class EmbeddedJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    MAPPER.getFactory().setCharacterEscapes(new MarkupEscapes());
  }

  private EmbeddedJson() {}

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static final class MarkupEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    private final int[] asciiEscapes = standardAsciiEscapesForJSON();

    MarkupEscapes() {
      for (char markup : new char[] {'<', '>', '&'}) {
        asciiEscapes[markup] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return asciiEscapes.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return character == LINE_SEPARATOR || character == PARAGRAPH_SEPARATOR
          ? new SerializedString("\\u%04x".formatted(character))
          : null;
    }
  }
}
