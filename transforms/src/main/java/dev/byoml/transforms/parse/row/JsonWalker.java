package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Utf8;
import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.value.FieldTree;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the members of a JSON object and notes where the values stand that a template looks
 * at, without making a text of anything. It reads only what it understands for certain: whatever it
 * accepts, Jackson accepts with the same values. All else is Jackson's to judge:
 *
 * <ul>
 *   <li>what is not an object, is not correct JSON or not correct UTF-8;
 *   <li>an escape in a name, a name of more than {@link #LONGEST_NAME} bytes, and {@code \}{@code
 *       u} in a value that the template looks at;
 *   <li>a name the template looks at that occurs twice, and an object in which it looks for fields;
 *   <li>nesting beyond {@link #DEEPEST_NESTING} levels.
 * </ul>
 *
 * <p>Expects names in the order in which it met them, and members again that were the same in line
 * after line, which makes them faster to read; a line that is otherwise is read as well. Not safe
 * for use by several threads.
 */
final class JsonWalker {
  /** As many levels as there are bits in a word. */
  static final int DEEPEST_NESTING = Long.SIZE - 1;

  private static final int NOT_UNDERSTOOD = -1;
  private static final int MOST_FIELDS = Long.SIZE;

  private static final int LONGEST_NAME = 256;
  private static final int ESCAPED_UNIT = 6;

  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  private final FieldTree tree;
  private final boolean[] deciding;

  private byte[] line;
  private int end;

  /** Whether the text that was read last holds an escape, and whether one by its number. */
  private boolean escaped;

  private boolean escapedByNumber;

  /** Whether the line holds anything but ASCII. */
  private boolean beyondAscii;

  /** Where the value begins that belongs to the name found last. */
  private int afterName;

  private final KnownNames names = new KnownNames();
  private final MemberRuns runs = new MemberRuns();

  /**
   * A walker that looks for these fields.
   *
   * @param deciding which of the fields say what kind of row a row is; members after them are
   *     expected to be as in rows of the same kind
   */
  JsonWalker(FieldTree tree, int[] deciding) {
    this.tree = tree;
    this.deciding = new boolean[MOST_FIELDS];
    for (int field : deciding) {
      if (field < MOST_FIELDS) {
        this.deciding[field] = true;
      }
    }
  }

  /**
   * Fills {@code row}, which is empty, from a line.
   *
   * @return whether the line was understood; if not, what the row holds means nothing
   */
  boolean walk(byte[] bytes, int start, int lineEnd, Row row) {
    if (tree.fields() > MOST_FIELDS) {
      return false;
    }
    line = bytes;
    end = lineEnd;
    beyondAscii = false;
    row.setSource(bytes);
    int i = walkObject(afterSpace(start), row);
    return i != NOT_UNDERSTOOD
        && afterSpace(i) == end
        && (!beyondAscii || Utf8.isCorrect(bytes, start, lineEnd));
  }

  private int walkObject(int start, Row row) {
    if (start >= end || line[start] != '{') {
      return NOT_UNDERSTOOD;
    }
    int i = afterSpace(start + 1);
    if (i < end && line[i] == '}') {
      return i + 1;
    }
    KnownName before = names.beforeFirst();
    long seen = 0;
    runs.begin();
    while (i < end && line[i] == '"') {
      int nameStart = i + 1;
      KnownName name = nameAt(nameStart, before);
      if (name == null) {
        return NOT_UNDERSTOOD;
      }
      MemberRun run = name.run();
      if (run != null && run.standsAt(line, nameStart, end)) {
        if ((seen & run.fields()) != 0) {
          return NOT_UNDERSTOOD;
        }
        seen |= run.fields();
        run.fill(row, nameStart);
        runs.close(line, nameStart);
        before = run.last();
        i = nameStart + run.length() - 1;
        continue;
      }
      int valueStart = afterName;
      if (name.holdsFields() && valueStart < end && line[valueStart] == '{') {
        return NOT_UNDERSTOOD;
      }
      int field = name.field();
      before = name;
      if (field == Row.NO_FIELD) {
        i = skipValue(valueStart);
      } else {
        if ((seen >>> field & 1) != 0) {
          return NOT_UNDERSTOOD;
        }
        seen |= 1L << field;
        i = readValue(valueStart, field, row);
        if (deciding[field] && row.start(field) >= 0) {
          before = name.afterValue(line, row.start(field), row.end(field));
        }
      }
      if (i == NOT_UNDERSTOOD) {
        return NOT_UNDERSTOOD;
      }
      runs.add(name, before, nameStart, valueStart, i, line, row);
      i = afterSpace(i);
      if (i >= end || line[i] != ',') {
        return i < end && line[i] == '}' ? i + 1 : NOT_UNDERSTOOD;
      }
      i = afterSpace(i + 1);
    }
    return NOT_UNDERSTOOD;
  }

  /** The name that begins at {@code start}, after its quotation mark; null if not understood. */
  private KnownName nameAt(int start, KnownName before) {
    KnownName expected = before.followerAt(line, start, end);
    if (expected != null) {
      afterName = afterSpace(start + expected.length());
      return expected;
    }
    int close = endOfText(start);
    if (close == NOT_UNDERSTOOD || escaped || close - start > LONGEST_NAME) {
      return null;
    }
    int colon = afterSpace(close + 1);
    if (colon >= end || line[colon] != ':') {
      return null;
    }
    afterName = afterSpace(colon + 1);
    String text = new String(line, start, close - start, StandardCharsets.UTF_8);
    return before.follower(line, start, close, tree.member(text));
  }

  /** Notes the value at {@code start} and returns where it ends. */
  private int readValue(int start, int field, Row row) {
    if (start >= end) {
      return NOT_UNDERSTOOD;
    }
    switch (line[start]) {
      case '"' -> {
        boolean wasBeyondAscii = beyondAscii;
        beyondAscii = false;
        int close = endOfText(start + 1);
        if (close == NOT_UNDERSTOOD || escapedByNumber) {
          return NOT_UNDERSTOOD;
        }
        row.setSlice(field, start + 1, close, escaped, beyondAscii);
        beyondAscii |= wasBeyondAscii;
        return close + 1;
      }
      case 't' -> {
        row.setTruthValue(field, true);
        return skipWord(start, TRUE);
      }
      case 'f' -> {
        row.setTruthValue(field, false);
        return skipWord(start, FALSE);
      }
      case 'n' -> {
        row.setMissing(field);
        return skipWord(start, NULL);
      }
      case '{', '[' -> {
        row.setNested(field);
        return skipNested(start);
      }
      default -> {
        int after = skipNumber(start);
        if (after != NOT_UNDERSTOOD) {
          row.setSlice(field, start, after, false, false);
        }
        return after;
      }
    }
  }

  /** Where the value at {@code start} ends. */
  private int skipValue(int start) {
    if (start >= end) {
      return NOT_UNDERSTOOD;
    }
    if (line[start] == '"') {
      int close = endOfText(start + 1);
      return close == NOT_UNDERSTOOD ? NOT_UNDERSTOOD : close + 1;
    }
    return line[start] == '{' || line[start] == '[' ? skipNested(start) : skipScalar(start);
  }

  private int skipScalar(int start) {
    return switch (line[start]) {
      case 't' -> skipWord(start, TRUE);
      case 'f' -> skipWord(start, FALSE);
      case 'n' -> skipWord(start, NULL);
      default -> skipNumber(start);
    };
  }

  /** Index of the quotation mark that ends the text which begins at {@code start}. */
  private int endOfText(int start) {
    escaped = false;
    escapedByNumber = false;
    int i = Words.endOfPlainText(line, start, end);
    while (i < end && line[i] != '"') {
      int character = line[i];
      if (character == '\\') {
        i = afterEscape(i);
        if (i == NOT_UNDERSTOOD) {
          return NOT_UNDERSTOOD;
        }
      } else if (character >= 0) {
        return NOT_UNDERSTOOD;
      } else {
        beyondAscii = true;
        while (i < end && line[i] < 0) {
          i++;
        }
      }
      i = Words.endOfPlainText(line, i, end);
    }
    return i < end ? i : NOT_UNDERSTOOD;
  }

  private int afterEscape(int backslash) {
    escaped = true;
    if (backslash + 1 >= end) {
      return NOT_UNDERSTOOD;
    }
    switch (line[backslash + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return backslash + 2;
      }
      case 'u' -> {
        escapedByNumber = true;
        int after = backslash + ESCAPED_UNIT;
        if (after > end) {
          return NOT_UNDERSTOOD;
        }
        for (int i = backslash + 2; i < after; i++) {
          if (Character.digit(line[i], 16) < 0) {
            return NOT_UNDERSTOOD;
          }
        }
        return after;
      }
      default -> {
        return NOT_UNDERSTOOD;
      }
    }
  }

  /** Where the object or array at {@code start} ends. */
  private int skipNested(int start) {
    long isObject = 0;
    int depth = 0;
    int i = start;
    while (true) {
      // A value begins at i.
      if (i >= end) {
        return NOT_UNDERSTOOD;
      }
      int opening = line[i];
      if (opening == '{' || opening == '[') {
        if (++depth >= DEEPEST_NESTING) {
          return NOT_UNDERSTOOD;
        }
        isObject = isObject << 1 | (opening == '{' ? 1 : 0);
        i = afterSpace(i + 1);
        if (i < end && line[i] != (opening == '{' ? '}' : ']')) {
          i = opening == '{' ? skipName(i) : i;
          if (i == NOT_UNDERSTOOD) {
            return NOT_UNDERSTOOD;
          }
          continue;
        }
      } else {
        i = skipValue(i);
        if (i == NOT_UNDERSTOOD) {
          return NOT_UNDERSTOOD;
        }
        i = afterSpace(i);
      }
      // A value ended, or an object or array that holds nothing is about to.
      while (i < end && line[i] == ((isObject & 1) != 0 ? '}' : ']')) {
        isObject >>>= 1;
        i++;
        if (--depth == 0) {
          return i;
        }
        i = afterSpace(i);
      }
      if (i >= end || line[i] != ',') {
        return NOT_UNDERSTOOD;
      }
      i = afterSpace(i + 1);
      if ((isObject & 1) != 0) {
        i = skipName(i);
        if (i == NOT_UNDERSTOOD) {
          return NOT_UNDERSTOOD;
        }
      }
    }
  }

  /** Where the value begins whose name is at {@code start}. */
  private int skipName(int start) {
    if (start >= end || line[start] != '"') {
      return NOT_UNDERSTOOD;
    }
    int close = endOfText(start + 1);
    if (close == NOT_UNDERSTOOD) {
      return NOT_UNDERSTOOD;
    }
    int colon = afterSpace(close + 1);
    return colon < end && line[colon] == ':' ? afterSpace(colon + 1) : NOT_UNDERSTOOD;
  }

  private int skipWord(int start, byte[] word) {
    return end - start >= word.length && Words.equal(line, start, word, 0, word.length)
        ? start + word.length
        : NOT_UNDERSTOOD;
  }

  private int skipNumber(int start) {
    int i = line[start] == '-' ? start + 1 : start;
    int whole = afterDigits(i);
    if (whole == i || (whole > i + 1 && line[i] == '0')) {
      return NOT_UNDERSTOOD;
    }
    i = whole;
    if (i < end && line[i] == '.') {
      int fraction = afterDigits(i + 1);
      if (fraction == i + 1) {
        return NOT_UNDERSTOOD;
      }
      i = fraction;
    }
    if (i < end && (line[i] == 'e' || line[i] == 'E')) {
      i++;
      i = i < end && (line[i] == '+' || line[i] == '-') ? i + 1 : i;
      int exponent = afterDigits(i);
      if (exponent == i) {
        return NOT_UNDERSTOOD;
      }
      i = exponent;
    }
    return i;
  }

  private int afterDigits(int start) {
    int i = start;
    while (i < end && line[i] >= '0' && line[i] <= '9') {
      i++;
    }
    return i;
  }

  private int afterSpace(int start) {
    int i = start;
    while (i < end && line[i] <= ' ' && isSpace(line[i])) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
