package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.source.Utf8;
import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.value.FieldTree;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.stream.IntStream;

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
 * <p>A row that nobody wants is left once a field that says of what kind it is has been read: if
 * what stands before and in the members with which the line ends is enough to know that the row is
 * filtered. Of what lies between nothing is looked at. The end distinguishes a whole row from a
 * torn one. It is sought where it began in the row of this kind before, and cannot be taken from
 * within a text: the quotation mark of its first name would end that text.
 *
 * <p>Expects names in the order in which it met them, and members again that were the same in line
 * after line, which makes them faster to read; a line that is otherwise is read as well. Not safe
 * for use by several threads.
 */
final class JsonWalker {
  /** As many levels as there are bits in a word. */
  static final int DEEPEST_NESTING = Long.SIZE - 1;

  private static final int NOT_UNDERSTOOD = -1;
  private static final int READ_WHOLE = -2;
  private static final int NONE = -1;
  private static final int MOST_FIELDS = Long.SIZE;

  private static final int LONGEST_NAME = 256;
  private static final int ESCAPED_UNIT = 6;

  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  private final FieldTree tree;

  /** A bit for each field that says what kind of row a row is. */
  private final long decidingFields;

  private byte[] line;
  private int lineStart;
  private int end;

  /** Whether the text that was read last holds an escape, and whether one by its number. */
  private boolean escaped;

  private boolean escapedByNumber;

  /** Whether the line holds anything but ASCII. */
  private boolean beyondAscii;

  /** Where the value begins that belongs to the name found last. */
  private int afterName;

  private Predicate<Row> unwanted;

  /** The kinds that the row is of, one within the other, and where it may be left for each. */
  private final KnownNames[] kinds = new KnownNames[MOST_FIELDS];

  private final int[] startsOfEnd = new int[MOST_FIELDS];
  private int kindCount;

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
    this.decidingFields =
        IntStream.of(deciding)
            .filter(field -> field < MOST_FIELDS)
            .mapToLong(field -> 1L << field)
            .reduce(0, (a, b) -> a | b);
  }

  /** Leaves rows as soon as {@code isUnwanted} says that they are filtered whatever follows. */
  void leaveWhere(Predicate<Row> isUnwanted) {
    unwanted = isUnwanted;
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
    begin(bytes, start, lineEnd, row);
    int i = walkObject(afterSpace(start), row, unwanted != null);
    if (i == READ_WHOLE) {
      row.clear();
      begin(bytes, start, lineEnd, row);
      i = walkObject(afterSpace(start), row, false);
    }
    return i != NOT_UNDERSTOOD
        && afterSpace(i) == end
        && (!beyondAscii || Utf8.isCorrect(bytes, start, lineEnd));
  }

  private void begin(byte[] bytes, int start, int lineEnd, Row row) {
    line = bytes;
    lineStart = start;
    end = lineEnd;
    beyondAscii = false;
    row.setSource(bytes);
  }

  private int walkObject(int start, Row row, boolean mayLeave) {
    if (start >= end || line[start] != '{') {
      return NOT_UNDERSTOOD;
    }
    int i = afterSpace(start + 1);
    if (i < end && line[i] == '}') {
      return i + 1;
    }
    KnownName before = names.beforeFirst();
    KnownNames kind = names;
    kindCount = 0;
    long seen = 0;
    runs.begin();
    while (i < end && line[i] == '"') {
      if (before.kind() != kind) {
        kind = before.kind();
        kinds[kindCount] = kind;
        startsOfEnd[kindCount++] = NONE;
        int left = mayLeave ? leave(kind, i, seen, row) : NOT_UNDERSTOOD;
        if (left != NOT_UNDERSTOOD) {
          return left;
        }
      }
      int member = i;
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
        if ((run.fields() & decidingFields) != 0) {
          noteStartOfEnd(member);
        }
        continue;
      }
      int valueStart = afterName;
      int field = name.field();
      before = name;
      i = readMember(name, valueStart, seen, row);
      if (i == NOT_UNDERSTOOD) {
        return NOT_UNDERSTOOD;
      }
      if (field != Row.NO_FIELD) {
        seen |= 1L << field;
        if ((decidingFields >>> field & 1) != 0) {
          noteStartOfEnd(member);
          if (row.start(field) >= 0) {
            before = name.afterValue(line, row.start(field), row.end(field));
          }
        }
      }
      runs.add(name, before, nameStart, valueStart, i, line, row);
      i = afterSpace(i);
      if (i < end && line[i] == '}') {
        noteStartOfEnd(member);
        for (int k = 0; k < kindCount; k++) {
          kinds[k].setEndLength(end - startsOfEnd[k]);
        }
        return i + 1;
      }
      if (i >= end || line[i] != ',') {
        return NOT_UNDERSTOOD;
      }
      i = afterSpace(i + 1);
    }
    return NOT_UNDERSTOOD;
  }

  /** The end of rows of the latest kind begins with a member, unless it began with one before. */
  private void noteStartOfEnd(int member) {
    if (kindCount > 0 && startsOfEnd[kindCount - 1] == NONE) {
      startsOfEnd[kindCount - 1] = member;
    }
  }

  /**
   * Reads the end of a row that has just said of what kind it is.
   *
   * @param at where its next member begins
   * @param seen a bit for each field that it had
   * @return where the row ends, if nobody wants it; {@link #NOT_UNDERSTOOD} if no end was found, so
   *     that reading goes on; {@link #READ_WHOLE} if it has to be read anew and whole
   */
  private int leave(KnownNames kind, int at, long seen, Row row) {
    int start = kind.startOfEnd(end);
    if (start < at || !mayBeginEnd(start)) {
      return NOT_UNDERSTOOD;
    }
    int after = readEnd(start, kind.beforeEnd(), seen, row);
    if (after != NOT_UNDERSTOOD && unwanted.test(row)) {
      return after;
    }
    kind.refuse();
    return READ_WHOLE;
  }

  /**
   * Reads of a line that {@link #walk} did not understand what it takes to leave it: members up to
   * one that says of what kind the row is, and those with which the line ends. Whatever {@code
   * walk} leaves, this leaves as well, so that what becomes of a line does not depend on the lines
   * before.
   *
   * @return whether nobody wants the row; if not, what {@code row} holds means nothing
   */
  boolean leave(byte[] bytes, int start, int lineEnd, Row row) {
    if (unwanted == null || tree.fields() > MOST_FIELDS) {
      return false;
    }
    begin(bytes, start, lineEnd, row);
    int i = afterSpace(start);
    if (i >= end || line[i] != '{') {
      return false;
    }
    i = afterSpace(i + 1);
    KnownName name = names.beforeFirst();
    long seen = 0;
    while (i < end && line[i] == '"') {
      name = nameAt(i + 1, name);
      i = name == null ? NOT_UNDERSTOOD : readMember(name, afterName, seen, row);
      if (i == NOT_UNDERSTOOD) {
        return false;
      }
      i = afterSpace(i);
      if (i >= end || line[i] != ',') {
        return false;
      }
      i = afterSpace(i + 1);
      int field = name.field();
      if (field != Row.NO_FIELD) {
        seen |= 1L << field;
        if ((decidingFields >>> field & 1) != 0
            && row.start(field) >= 0
            && endsAfter(i, seen, row)
            && unwanted.test(row)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Reads the longest end that a line has after {@code at}; returns whether it has one. */
  private boolean endsAfter(int at, long seen, Row row) {
    boolean wasBeyondAscii = beyondAscii;
    for (int start = Math.max(at, end - KnownNames.LONGEST_END); start < end; start++) {
      if (mayBeginEnd(start)) {
        beyondAscii = wasBeyondAscii;
        if (readEnd(start, names.beforeEnd(), seen, null) != NOT_UNDERSTOOD
            && (!beyondAscii || Utf8.isCorrect(line, lineStart, end))) {
          readEnd(start, names.beforeEnd(), seen, row);
          return true;
        }
      }
    }
    beyondAscii = wasBeyondAscii;
    return false;
  }

  private boolean mayBeginEnd(int start) {
    return line[start] == '"' && line[start - 1] == ',';
  }

  /**
   * Where the row ends if what begins at {@code start} are members up to the last brace of the
   * line.
   *
   * @param before the place before the first of them
   * @param seen a bit for each field that the row had before
   * @param row gets what they hold, if it is not null
   */
  private int readEnd(int start, KnownName before, long seen, Row row) {
    KnownName name = before;
    long had = seen;
    int i = start;
    while (i < end && line[i] == '"') {
      name = nameAt(i + 1, name);
      i = name == null ? NOT_UNDERSTOOD : readMember(name, afterName, had, row);
      if (i == NOT_UNDERSTOOD) {
        return NOT_UNDERSTOOD;
      }
      had |= name.field() == Row.NO_FIELD ? 0 : 1L << name.field();
      i = afterSpace(i);
      if (i < end && line[i] == '}') {
        return afterSpace(i + 1) == end ? i + 1 : NOT_UNDERSTOOD;
      }
      if (i >= end || line[i] != ',') {
        return NOT_UNDERSTOOD;
      }
      i = afterSpace(i + 1);
    }
    return NOT_UNDERSTOOD;
  }

  /**
   * Where the value at {@code start} ends, which is noted if the template looks at it.
   *
   * @param seen a bit for each field that the row had before
   * @param row gets the value, if it is not null
   */
  private int readMember(KnownName name, int start, long seen, Row row) {
    if (name.holdsFields() && start < end && line[start] == '{') {
      return NOT_UNDERSTOOD;
    }
    int field = name.field();
    if (field == Row.NO_FIELD) {
      return skipValue(start);
    }
    if ((seen >>> field & 1) != 0) {
      return NOT_UNDERSTOOD;
    }
    if (row != null) {
      return readValue(start, field, row);
    }
    int after = skipValue(start);
    return after != NOT_UNDERSTOOD && line[start] == '"' && escapedByNumber
        ? NOT_UNDERSTOOD
        : after;
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
