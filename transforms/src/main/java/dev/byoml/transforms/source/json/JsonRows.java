package dev.byoml.transforms.source.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Cuts a stream of JSON into rows, without holding more of it than the longest row. Rows are
 *
 * <ul>
 *   <li>the elements of an array;
 *   <li>the elements of a member {@code records} of an object, as Azure writes its envelopes;
 *   <li>the rows of the {@code tables} of an answer of the query API, each made an object by the
 *       names of its {@code columns};
 *   <li>any other object;
 * </ul>
 *
 * <p>of which any number may follow each other, whatever separates them. A row that is broken costs
 * no other: it ends where the next one begins that can be read, at the latest after {@link
 * SourceLine#LONGEST} bytes.
 */
public final class JsonRows {
  /** How much of a row is kept that is not read in full. */
  private static final int KEPT_START = 1 << 10;

  private static final int FIRST_BUFFER = 1 << 16;
  private static final int END = -1;
  private static final int MOST_NESTING = 10_000;
  private static final Set<String> TABLES = Set.of("tables", "Tables");
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFactory JSON = MAPPER.getFactory();

  private enum Place {
    /** Between values. */
    OUTSIDE,
    /** Between the elements of an array of rows. */
    ARRAY,
    /** Between the members of an object whose rows were found. */
    ENVELOPE,
    /** Between the tables of an answer. */
    TABLES,
    /** Between the members of a table. */
    TABLE,
    /** Between the rows of a table. */
    ROWS
  }

  /** How the scan of a value ended. */
  private enum Outcome {
    WHOLE,
    BROKEN,
    TOO_LONG,
    ROWS_FOUND,
    TABLES_FOUND
  }

  private final InputStream in;
  private final String source;
  private final Deque<Place> places = new ArrayDeque<>(List.of(Place.OUTSIDE));
  private List<String> columns = List.of();

  private byte[] buffer = new byte[FIRST_BUFFER];
  private int next;
  private int limit;

  /** Offset in the stream of the first byte of the buffer. */
  private long offset;

  /** Length of the value that was scanned last. */
  private int scanned;

  /** Whether a text of the value that was scanned last seems to hold the start of a row. */
  private boolean suspicious;

  private boolean broken;

  /** Reads a stream from its start. */
  public JsonRows(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /** The next row; null after the last. */
  public SourceLine next() throws IOException {
    skipByteOrderMark();
    while (true) {
      int character = afterSeparators();
      if (character == END) {
        broken |= places.size() > 1;
        return null;
      }
      SourceLine row =
          switch (places.peek()) {
            case OUTSIDE -> outside(character);
            case ARRAY -> character == ']' ? left() : row(true);
            case TABLES -> character == '{' ? entered(Place.TABLE) : leftUnlessValue(character);
            case ENVELOPE, TABLE -> character == '}' ? left() : member(character);
            case ROWS -> character == ']' ? left() : rowOfTable();
          };
      if (row != null) {
        return row;
      }
    }
  }

  /** Whether it has stepped into an array or an envelope, and not out of it again. */
  boolean isWithin() {
    return places.size() > 1;
  }

  /** Whether anything so far was no JSON. */
  boolean isBroken() {
    return broken;
  }

  /** What stands at the next byte but was not read to its end. */
  public SourceLine unfinished(LineProblem problem) {
    int end = Math.min(limit, next + KEPT_START);
    return new SourceLine(source, offset + next, Arrays.copyOfRange(buffer, next, end), problem);
  }

  private SourceLine outside(int character) throws IOException {
    if (character == '[') {
      return entered(Place.ARRAY);
    }
    if (character != '{') {
      broken = true;
      return textLine();
    }
    return row(true);
  }

  /** The value at the next byte as a row; null after a step into it. */
  private SourceLine row(boolean mayHoldRows) throws IOException {
    return switch (scan(0, mayHoldRows)) {
      case ROWS_FOUND -> found(Place.ARRAY);
      case TABLES_FOUND -> found(Place.TABLES);
      case WHOLE -> suspicious && !isValid(next, scanned) ? brokenRow() : cut(scanned);
      case BROKEN -> brokenRow();
      case TOO_LONG -> tooLong();
    };
  }

  private SourceLine rowOfTable() throws IOException {
    SourceLine row = row(false);
    if (row.problem() != null || row.length() == 0 || row.buffer()[row.start()] != '[') {
      return row;
    }
    try {
      JsonNode values = MAPPER.readTree(row.bytes());
      if (values.size() != columns.size()) {
        return row;
      }
      ObjectNode object = MAPPER.createObjectNode();
      for (int column = 0; column < columns.size(); column++) {
        object.set(columns.get(column), values.get(column));
      }
      return SourceLine.of(source, row.position(), MAPPER.writeValueAsBytes(object));
    } catch (IOException e) {
      return row;
    }
  }

  /** Skips a member of an object, or steps into it. */
  private SourceLine member(int first) throws IOException {
    if (first == '{') {
      // The object around was not closed.
      places.pop();
      return null;
    }
    if (first != '"' || scan(0, false) != Outcome.WHOLE) {
      return brokenRow();
    }
    String name = new String(buffer, next + 1, Math.max(0, scanned - 2), StandardCharsets.UTF_8);
    next += scanned;
    int character = afterSeparators();
    boolean ofTable = places.peek() == Place.TABLE;
    if (character == '[' && ofTable && name.equalsIgnoreCase("rows")) {
      return entered(Place.ROWS);
    }
    if (character == '[' && !ofTable && name.equals(MessageLines.RECORDS)) {
      return entered(Place.ARRAY);
    }
    if (character == END) {
      return null;
    }
    Outcome outcome = scan(0, false);
    if (outcome == Outcome.TOO_LONG) {
      return tooLong();
    }
    if (outcome != Outcome.WHOLE) {
      return brokenRow();
    }
    if (ofTable && name.equalsIgnoreCase("columns")) {
      columns = columnNames(Arrays.copyOfRange(buffer, next, next + scanned));
    }
    next += scanned;
    return null;
  }

  private static List<String> columnNames(byte[] array) {
    List<String> names = new ArrayList<>();
    try {
      for (JsonNode column : MAPPER.readTree(array)) {
        names.add(column.path("name").asText(column.path("ColumnName").asText("")));
      }
    } catch (IOException e) {
      return List.of();
    }
    return names;
  }

  private SourceLine entered(Place place) {
    next++;
    places.push(place);
    if (place == Place.TABLE) {
      columns = List.of();
    }
    return null;
  }

  private SourceLine left() {
    next++;
    places.pop();
    return null;
  }

  private SourceLine leftUnlessValue(int character) throws IOException {
    return character == ']' ? left() : row(false);
  }

  private SourceLine found(Place place) {
    next += scanned;
    places.push(Place.ENVELOPE);
    places.push(place);
    return null;
  }

  private SourceLine cut(int length) {
    SourceLine row =
        SourceLine.of(source, offset + next, Arrays.copyOfRange(buffer, next, next + length));
    next += length;
    return row;
  }

  /** Text that is not JSON, up to the end of its line. */
  private SourceLine textLine() throws IOException {
    int end = 0;
    while (end <= SourceLine.LONGEST && byteAt(end) != END && byteAt(end) != '\n') {
      end++;
    }
    return cut(end > 1 && byteAt(end - 1) == '\r' ? end - 1 : end);
  }

  /** Cuts what is broken off before the next row that can be read. */
  private SourceLine brokenRow() throws IOException {
    broken = true;
    int end = 1;
    int last = byteAt(0);
    boolean atLineStart = false;
    for (int i = 1; i <= SourceLine.LONGEST; i++) {
      int character = byteAt(i);
      if (character == END) {
        break;
      }
      boolean mayBegin = character == '{' && (last == '}' || atLineStart);
      if (mayBegin && scan(i, false) == Outcome.WHOLE && isValid(next + i, scanned)) {
        break;
      }
      if (character == '\n') {
        atLineStart = true;
      } else if (!isSeparator(character)) {
        atLineStart = false;
        last = character;
        end = i + 1;
      }
    }
    return cut(end);
  }

  /** Gives the start of a row that is too long, and skips the rest of it. */
  private SourceLine tooLong() throws IOException {
    SourceLine row = unfinished(LineProblem.LINE_TOO_LONG);
    int depth = 0;
    boolean inText = false;
    do {
      int character = byteAt(0);
      if (character == END) {
        break;
      }
      next++;
      if (inText) {
        if (character == '\\') {
          next += byteAt(0) == END ? 0 : 1;
        } else {
          inText = character != '"';
        }
      } else if (character == '"') {
        inText = true;
      } else if (character == '{' || character == '[') {
        depth++;
      } else if (character == '}' || character == ']') {
        depth--;
      }
    } while (depth > 0 || inText);
    return row;
  }

  /**
   * Looks for the end of a value.
   *
   * @param start where it begins, counted from the next byte
   * @param enter whether to stop where rows begin within an object
   */
  private Outcome scan(int start, boolean enter) throws IOException {
    suspicious = false;
    StringBuilder open = new StringBuilder();
    int nameStart = END;
    int nameEnd = END;
    int i = start;
    int last = 0;
    do {
      int character = byteAt(i);
      if (character == END) {
        return Outcome.BROKEN;
      }
      if (i - start > SourceLine.LONGEST) {
        return Outcome.TOO_LONG;
      }
      switch (character) {
        case '"' -> {
          int close = endOfText(i + 1);
          if (close < 0) {
            return close == END ? Outcome.BROKEN : Outcome.TOO_LONG;
          }
          nameStart = i + 1;
          nameEnd = close;
          i = close;
        }
        case '{', '[' -> {
          if (enter && character == '[' && open.length() == 1 && last == ':') {
            String name =
                new String(buffer, next + nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
            if (name.equals(MessageLines.RECORDS) || TABLES.contains(name)) {
              scanned = i + 1 - start;
              return TABLES.contains(name) ? Outcome.TABLES_FOUND : Outcome.ROWS_FOUND;
            }
          }
          open.append((char) (character + 2));
          if (open.length() > MOST_NESTING) {
            return Outcome.BROKEN;
          }
        }
        case '}', ']' -> {
          if (open.isEmpty() || open.charAt(open.length() - 1) != character) {
            return Outcome.BROKEN;
          }
          open.setLength(open.length() - 1);
        }
        default -> {
          if (open.isEmpty() && !isSeparator(character)) {
            scanned = endOfWord(i) - start;
            return scanned == 0 ? Outcome.BROKEN : Outcome.WHOLE;
          }
        }
      }
      last = isSeparator(character) ? last : character;
      i++;
    } while (!open.isEmpty());
    scanned = i - start;
    return Outcome.WHOLE;
  }

  /** Index of the quotation mark that ends a text; {@link #END} if it has none. */
  private int endOfText(int start) throws IOException {
    int last = 0;
    for (int i = start; i - start <= SourceLine.LONGEST; i++) {
      int character = byteAt(i);
      switch (character) {
        case END, '\n', '\r' -> {
          return END;
        }
        case '"' -> {
          return i;
        }
        case '\\' -> {
          i++;
          last = '\\';
        }
        default -> {
          suspicious |= character == '{' && last == '}' && byteAt(i + 1) == '"';
          last = isSeparator(character) ? last : character;
        }
      }
    }
    return END - 1;
  }

  private int endOfWord(int start) throws IOException {
    int i = start;
    int character = byteAt(i);
    while (character != END
        && !isSeparator(character)
        && character != ']'
        && character != '}'
        && character != ':'
        && i <= SourceLine.LONGEST) {
      i++;
      character = byteAt(i);
    }
    return i;
  }

  private boolean isValid(int start, int length) {
    try (JsonParser parser = JSON.createParser(buffer, start, length)) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      return isObject && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void skipByteOrderMark() throws IOException {
    if (offset == 0 && next == 0 && byteAt(2) != END) {
      next = Texts.byteOrderMarkAt(buffer, 0, 3);
    }
  }

  /** The next byte that separates nothing, which becomes the next. */
  private int afterSeparators() throws IOException {
    int character = byteAt(0);
    while (character != END && (isSeparator(character) || character == ':')) {
      next++;
      character = byteAt(0);
    }
    return character;
  }

  private static boolean isSeparator(int character) {
    return character == ',' || character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** The byte so many bytes after the next, or {@link #END}. */
  private int byteAt(int index) throws IOException {
    while (next + index >= limit) {
      if (!fill()) {
        return END;
      }
    }
    return buffer[next + index] & 0xFF;
  }

  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      if (next > 0) {
        System.arraycopy(buffer, next, buffer, 0, limit - next);
        offset += next;
        limit -= next;
        next = 0;
      } else {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
    int read;
    do {
      read = in.read(buffer, limit, buffer.length - limit);
    } while (read == 0);
    limit += Math.max(0, read);
    return read > 0;
  }
}
