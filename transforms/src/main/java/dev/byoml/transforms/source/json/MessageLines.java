package dev.byoml.transforms.source.json;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.text.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a message into the lines it holds, one for each row. A message is one of these:
 *
 * <ul>
 *   <li>JSON, of which {@link JsonRows} says what its rows are;
 *   <li>any other text, each line of which is a row, except if the line for itself is JSON. So in a
 *       message of JSON lines one broken line spoils no other.
 * </ul>
 *
 * <p>A message without any text is one blank line. An empty envelope or array has no lines.
 */
public final class MessageLines {

  /** Members of an object with this name, if they are arrays, hold rows. */
  static final String RECORDS = "records";

  /** How much of a line is kept that is not read in full. */
  private static final int KEPT_START = 1 << 10;

  /** As many bytes as a character has in UTF-32. */
  private static final int LONGEST_CHARACTER = 4;

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
  public static List<SourceLine> of(String source, byte[] message) {
    return new MessageLines(source, message == null ? new byte[0] : message).cut();
  }

  /** Whether text is an object on one line, and holds no rows. */
  public static boolean isOneRow(String line) {
    List<SourceLine> rows = cleanRows(line);
    return rows.size() == 1
        && rows.get(0).position() == 0
        && rows.get(0).length() == line.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether text is an array on one line, and no part of one. */
  public static boolean isWholeArray(String line) {
    return line.startsWith("[") && !cleanRows(line).isEmpty();
  }

  /** Whether text begins an array, or an object with an array of rows. */
  public static boolean beginsRows(String text) {
    JsonRows rows = rowsOf(text);
    try {
      SourceLine first = rows.next();
      return rows.isWithin() || (first != null && first.position() > 0);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static List<SourceLine> cleanRows(String line) {
    JsonRows rows = rowsOf(line);
    List<SourceLine> found = new ArrayList<>();
    try {
      for (SourceLine row = rows.next(); row != null; row = rows.next()) {
        found.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
    return rows.isBroken() ? List.of() : found;
  }

  private static JsonRows rowsOf(String text) {
    return new JsonRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text");
  }

  private List<SourceLine> cut() {
    Span all = new Span(Texts.byteOrderMarkAt(message, 0, message.length), message.length);
    if (isBlank(all)) {
      return List.of(SourceLine.of(source, 0, new byte[0]));
    }
    Rows rows = rows(all);
    boolean isText = !rows.areJson() && (rows(firstLine(all)).areJson() || !rows.holdsSome(all));
    return isText ? rowsOfTextLines(all) : rows.lines();
  }

  /**
   * What was cut out of text.
   *
   * @param areJson whether all of the text is JSON
   */
  private record Rows(List<SourceLine> lines, boolean areJson) {
    /** Whether rows were found in an array, so that they do not begin where the text does. */
    boolean holdsSome(Span text) {
      return !lines.isEmpty() && lines.get(0).position() > text.start();
    }
  }

  private Rows rows(Span text) {
    if (!mayBeJson(text)) {
      return new Rows(List.of(), false);
    }
    int first = text.start();
    while (isSpace(message[first])) {
      first++;
    }
    JsonRows rows =
        new JsonRows(new ByteArrayInputStream(message, first, text.end() - first), source);
    List<SourceLine> lines = new ArrayList<>();
    try {
      for (SourceLine row = rows.next(); row != null; row = rows.next()) {
        lines.add(new SourceLine(source, first + row.position(), row.bytes(), row.problem()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
    return new Rows(lines, !rows.isBroken());
  }

  private List<SourceLine> rowsOfTextLines(Span text) {
    List<SourceLine> lines = new ArrayList<>();
    Span line = firstLine(text);
    while (true) {
      Rows rows = rows(line);
      if (rows.areJson() || rows.holdsSome(line)) {
        lines.addAll(rows.lines());
      } else {
        lines.add(line(line));
      }
      int next = line.end();
      while (next < text.end() && message[next] != '\n') {
        next++;
      }
      if (next + 1 >= text.end()) {
        return lines;
      }
      line = firstLine(new Span(next + 1, text.end()));
    }
  }

  private Span firstLine(Span text) {
    int end = text.start();
    while (end < text.end() && message[end] != '\n') {
      end++;
    }
    boolean endsInReturn = end > text.start() && message[end - 1] == '\r';
    return new Span(text.start(), endsInReturn ? end - 1 : end);
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

  /** Bytes of the message from {@code start} to before {@code end}. */
  private record Span(int start, int end) {
    int length() {
      return end - start;
    }
  }
}
