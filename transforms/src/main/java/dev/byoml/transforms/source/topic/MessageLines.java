package dev.byoml.transforms.source.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a message into the lines it holds, one for each row. A message is one of these:
 *
 * <ul>
 *   <li>an envelope, as Azure writes it: an object with a member {@code records} that is an array;
 *       each of its elements is a row;
 *   <li>an array; each of its elements is a row;
 *   <li>another object, which is a row;
 *   <li>several of these one after the other, on as many text lines as they like;
 *   <li>any other text, each line of which is a row, except if the line for itself is one of the
 *       above. So in a message of JSON lines one broken line spoils no other.
 * </ul>
 *
 * <p>A message without any text is one blank line. An empty envelope or array has no lines.
 */
final class MessageLines {

  /** Members of an object with this name, if they are arrays, hold rows. */
  private static final String RECORDS = "records";

  /** Far deeper than rows are read; beyond that a message is text. */
  private static final int DEEPEST_NESTING = 10_000;

  /** How much of a line is kept that is not read in full. */
  private static final int KEPT_START = 1 << 10;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Bytes of a character in UTF-32. */
  private static final int LONGEST_CHARACTER = 4;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private final String source;
  private final byte[] message;

  private MessageLines(String source, byte[] message) {
    this.source = source;
    this.message = message;
  }

  /**
   * The lines of a message, each at the position of its first byte.
   *
   * @param source name of the message
   * @param message its bytes, or null if it has none
   */
  static List<SourceLine> of(String source, byte[] message) {
    return new MessageLines(source, message == null ? new byte[0] : message).cut();
  }

  private List<SourceLine> cut() {
    Span all = new Span(startsWithByteOrderMark() ? BYTE_ORDER_MARK.length : 0, message.length);
    if (isBlank(all)) {
      return List.of(SourceLine.of(source, 0, new byte[0]));
    }
    return rows(all).orElseGet(() -> rowsOfTextLines(all)).stream().map(this::line).toList();
  }

  /** The rows of text that is JSON objects and arrays throughout; empty if it is not. */
  private Optional<List<Span>> rows(Span text) {
    if (!mayBeJson(text)) {
      return Optional.empty();
    }
    List<Span> rows = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(message, text.start(), text.length())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          addObject(parser, text.start(), rows);
        } else if (token == JsonToken.START_ARRAY) {
          addElements(parser, text.start(), rows);
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(rows);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static void addObject(JsonParser parser, int base, List<Span> rows) throws IOException {
    int start = startOf(parser, base);
    boolean isEnvelope = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isRecords = parser.currentName().equals(RECORDS);
      if (parser.nextToken() == JsonToken.START_ARRAY && isRecords) {
        isEnvelope = true;
        addElements(parser, base, rows);
      } else {
        parser.skipChildren();
      }
    }
    if (!isEnvelope) {
      rows.add(new Span(start, endOf(parser, base)));
    }
  }

  private static void addElements(JsonParser parser, int base, List<Span> rows) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int start = startOf(parser, base);
      parser.skipChildren();
      parser.finishToken();
      rows.add(new Span(start, endOf(parser, base)));
    }
  }

  private static int startOf(JsonParser parser, int base) {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  private static int endOf(JsonParser parser, int base) {
    return base + (int) parser.currentLocation().getByteOffset();
  }

  private List<Span> rowsOfTextLines(Span text) {
    List<Span> rows = new ArrayList<>();
    int start = text.start();
    while (start < text.end()) {
      int end = start;
      while (end < text.end() && message[end] != '\n') {
        end++;
      }
      boolean endsInReturn = end > start && message[end - 1] == '\r';
      Span line = new Span(start, endsInReturn ? end - 1 : end);
      rows.addAll(rows(line).orElse(List.of(line)));
      start = end + 1;
    }
    return rows;
  }

  private SourceLine line(Span row) {
    boolean tooLong = row.length() > SourceLine.LONGEST;
    int end = tooLong ? row.start() + KEPT_START : row.end();
    return new SourceLine(
        source,
        row.start(),
        Arrays.copyOfRange(message, row.start(), end),
        tooLong ? LineProblem.LINE_TOO_LONG : null);
  }

  /**
   * Whether text begins as an object or an array does, in UTF-8: the library takes text with NUL
   * among its first bytes for UTF-16 or UTF-32.
   */
  private boolean mayBeJson(Span text) {
    int first = text.start();
    while (first < text.end() && isSpace(message[first])) {
      first++;
    }
    for (int i = text.start(); i < Math.min(text.start() + LONGEST_CHARACTER, text.end()); i++) {
      if (message[i] == 0) {
        return false;
      }
    }
    return first < text.end() && (message[first] == '{' || message[first] == '[');
  }

  private boolean isBlank(Span text) {
    for (int i = text.start(); i < text.end(); i++) {
      if (!isSpace(message[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  private boolean startsWithByteOrderMark() {
    return message.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            message, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }

  /** Bytes of the message from {@code start} to before {@code end}. */
  private record Span(int start, int end) {
    int length() {
      return end - start;
    }
  }
}
