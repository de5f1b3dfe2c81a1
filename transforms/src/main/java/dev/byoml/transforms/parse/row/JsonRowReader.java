package dev.byoml.transforms.parse.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.value.FieldTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Reads a line that is a JSON object. Fields are members of the object itself and, where a field's
 * name has dots, of objects within it; of members with the same name the last counts.
 *
 * <p>{@link JsonWalker} reads nearly every line; Jackson those that it does not understand, and
 * says what is wrong with them.
 */
final class JsonRowReader implements RowReader {

  /** How deep objects and arrays may nest; far deeper than any column of Log Analytics. */
  static final int DEEPEST_NESTING = 200;

  /** Bytes of a character in UTF-32. */
  private static final int LONGEST_CHARACTER = 4;

  /**
   * A line is bounded already, so the length of its parts is not. Names are not interned and their
   * hash may collide, because the names come from outside.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(SourceLine.LONGEST)
                  .maxNumberLength(SourceLine.LONGEST)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private final FieldTree tree;
  private final LineText lineText = new LineText();
  private final JsonWalker walker;

  JsonRowReader(FieldTree tree, int[] deciding) {
    this(tree, new JsonWalker(tree, deciding));
  }

  private JsonRowReader(FieldTree tree, JsonWalker walker) {
    this.tree = tree;
    this.walker = walker;
  }

  /** Reads every line by Jackson. */
  static JsonRowReader byJackson(FieldTree tree) {
    return new JsonRowReader(tree, (JsonWalker) null);
  }

  @Override
  public void leaveWhere(Predicate<Row> unwanted) {
    if (walker != null) {
      walker.leaveWhere(unwanted);
    }
  }

  @Override
  public void read(byte[] buffer, int start, int end, Row row) throws RejectedException {
    if (walker != null) {
      if (walker.walk(buffer, start, end, row)) {
        return;
      }
      row.clear();
      if (walker.leave(buffer, start, end, row)) {
        return;
      }
      row.clear();
    }
    lineText.decode(buffer, start, end);
    read(Arrays.copyOfRange(buffer, start, end), row);
  }

  private void read(byte[] line, Row row) throws RejectedException {
    checkEncodingIsUtf8(line);
    try (JsonParser parser = JSON.createParser(line)) {
      try {
        read(parser, row);
      } catch (JsonEOFException e) {
        throw new RejectedException(RejectionReason.TRUNCATED_JSON);
      } catch (StreamConstraintsException e) {
        throw new RejectedException(
            RejectionReason.NESTED_TOO_DEEP, "more than " + DEEPEST_NESTING + " levels");
      } catch (JsonProcessingException e) {
        throw faulty(line, parser, e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private void read(JsonParser parser, Row row) throws IOException, RejectedException {
    boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
    if (isObject) {
      readMembers(parser, tree, 0, row);
    }
    parser.skipChildren();
    if (parser.nextToken() != null) {
      throw new RejectedException(
          RejectionReason.INVALID_JSON, "more after the end of the first value");
    }
    if (!isObject) {
      throw new RejectedException(RejectionReason.NOT_AN_OBJECT);
    }
  }

  /**
   * Fills {@code row} from the members of an object, up to its end.
   *
   * @param parser at the object's start
   * @param tree what is looked for in the object
   * @param depth how many objects it is within
   */
  private static void readMembers(JsonParser parser, FieldTree tree, int depth, Row row)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      FieldTree member = tree.member(parser.currentName());
      JsonToken value = parser.nextToken();
      if (member != null) {
        row.setDepth(depth);
        if (member.field() >= 0) {
          set(row, member.field(), value, parser);
        }
        if (value == JsonToken.START_OBJECT && member.hasMembers()) {
          readMembers(parser, member, depth + 1, row);
        }
      }
      parser.skipChildren();
    }
  }

  /**
   * Fills {@code row} from the members of an object that {@code text} writes; with nothing if it
   * does not write one.
   */
  static void readText(String text, FieldTree tree, int depth, Row row) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        readMembers(parser, tree, depth, row);
      }
    } catch (JsonProcessingException e) {
      // What was read up to here counts: logs cut long columns off.
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static void set(Row row, int field, JsonToken value, JsonParser parser)
      throws IOException {
    switch (value) {
      case VALUE_NULL -> row.setMissing(field);
      case VALUE_TRUE, VALUE_FALSE -> row.setTruthValue(field, value == JsonToken.VALUE_TRUE);
      case START_OBJECT, START_ARRAY -> row.setNested(field);
      default -> row.setText(field, parser.getText());
    }
  }

  /** The library takes text with NUL among its first bytes for UTF-16 or UTF-32. */
  private static void checkEncodingIsUtf8(byte[] line) throws RejectedException {
    for (int i = 0; i < Math.min(LONGEST_CHARACTER, line.length); i++) {
      if (line[i] == 0) {
        throw nulAt(i);
      }
    }
  }

  private static RejectedException faulty(
      byte[] line, JsonParser parser, JsonProcessingException e) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] == 0) {
        return nulAt(i);
      }
    }
    return endsWithinAWord(line, parser, e)
        ? new RejectedException(RejectionReason.TRUNCATED_JSON)
        : new RejectedException(RejectionReason.INVALID_JSON, e.getOriginalMessage());
  }

  /**
   * Whether a line ends as after the first half of {@code true}, which is not an early end to
   * Jackson.
   */
  private static boolean endsWithinAWord(
      byte[] line, JsonParser parser, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    byte last = line[line.length - 1];
    return !parser.getParsingContext().inRoot()
        && location != null
        && location.getByteOffset() >= line.length
        && last != '}'
        && last != ']';
  }

  private static RejectedException nulAt(int index) {
    return new RejectedException(
        RejectionReason.NUL_CHARACTER, "at byte " + (index + 1) + " of the line");
  }
}
