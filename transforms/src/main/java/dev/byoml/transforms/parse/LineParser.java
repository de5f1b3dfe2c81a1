package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.row.RejectedException;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.parse.row.RowReader;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Filter;
import dev.byoml.transforms.template.KeyPart;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Value;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Turns a line into an event by a template, or says why there is none. Whatever the line holds,
 * there is exactly one outcome. The order of the tests is fixed: the form of the line, the
 * template's rows, the time, the key, the count, the template's noise.
 *
 * <p>Keeps buffers from line to line, so it is not safe for use by several threads.
 */
public final class LineParser {
  private static final int FIRST_BUFFER = 1 << 12;

  private final Template template;
  private final TimeRange range;
  private final RowReader reader;
  private final Row row;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private CharBuffer characters = CharBuffer.allocate(FIRST_BUFFER);

  /**
   * A parser for one template.
   *
   * @param range accesses at other times are filtered
   */
  public LineParser(Template template, TimeRange range) {
    this.template = requireNonNull(template, "template");
    this.range = requireNonNull(range, "range");
    this.reader = RowReader.of(template);
    this.row = template.newRow();
  }

  /** What becomes of {@code line}. */
  public ParsedLine parse(SourceLine line) {
    try {
      return outcome(line);
    } catch (RejectedException e) {
      return rejected(line, e);
    } catch (StackOverflowError e) {
      // The only recursion that a line can drive is that of java.util.regex over a long value.
      return rejected(line, new RejectedException(RejectionReason.PATTERN_TOO_DEEP));
    }
  }

  /**
   * The fields of the line that was parsed last, as far as the template looks at them and they are
   * there; empty if the line was not taken apart.
   */
  public Map<String, String> fields() {
    return row.values();
  }

  private ParsedLine outcome(SourceLine line) throws RejectedException {
    row.clear();
    checkReadInFull(line);
    if (isBlank(line.bytes())) {
      return new ParsedLine.Filtered(FilterReason.BLANK_LINE);
    }
    if (template.hasHeader() && line.position() == 0) {
      return new ParsedLine.Filtered(FilterReason.HEADER_LINE);
    }
    CharSequence text = decode(line.bytes());
    reader.read(line.bytes(), text, row);
    return outcomeOfRow();
  }

  private ParsedLine outcomeOfRow() throws RejectedException {
    for (Filter filter : template.rows()) {
      boolean holds = filter.holds(row);
      checkTypes();
      if (!holds) {
        return new ParsedLine.Filtered(filter.name());
      }
    }
    Instant time = time();
    if (!range.contains(time)) {
      return new ParsedLine.Filtered(FilterReason.OUTSIDE_TIME_RANGE);
    }
    AccessKey key =
        new AccessKey(
            part(
                KeyPart.TENANT,
                template.tenant(),
                RejectionReason.MISSING_TENANT,
                RejectionReason.BLANK_TENANT),
            part(
                KeyPart.USER,
                template.user(),
                RejectionReason.MISSING_USER,
                RejectionReason.BLANK_USER),
            part(
                KeyPart.RESOURCE,
                template.resource(),
                RejectionReason.MISSING_RESOURCE,
                RejectionReason.BLANK_RESOURCE));
    long count = count();
    String itemId = itemId();
    for (Filter filter : template.noise()) {
      if (filter.holds(row)) {
        return new ParsedLine.Filtered(filter.name());
      }
    }
    return new ParsedLine.Used(
        new AccessEvent(key, time, count, template.entities().of(row), itemId));
  }

  private Instant time() throws RejectedException {
    String text = text(template.time());
    if (text == null || text.isBlank()) {
      throw new RejectedException(RejectionReason.MISSING_TIME);
    }
    Instant time = EventTime.parse(text);
    if (time == null) {
      throw new RejectedException(RejectionReason.INVALID_TIME, text);
    }
    return time;
  }

  private String part(KeyPart part, Value value, RejectionReason missing, RejectionReason blank)
      throws RejectedException {
    String text = text(value);
    if (text == null || text.isEmpty()) {
      throw new RejectedException(missing);
    }
    if (text.isBlank()) {
      throw new RejectedException(blank);
    }
    row.setPart(part, text);
    return text;
  }

  private long count() throws RejectedException {
    if (!template.hasCount()) {
      return 1;
    }
    String text = text(template.count());
    long count = text == null ? 0 : EventCount.parse(text);
    if (count < 1) {
      throw new RejectedException(
          RejectionReason.INVALID_COUNT, text == null ? "there is none" : text);
    }
    return count;
  }

  private String itemId() throws RejectedException {
    String text = text(template.itemId());
    return text == null ? "" : text;
  }

  /** The value for the row, checked for what no name may hold. */
  private String text(Value value) throws RejectedException {
    String text = value.of(row);
    checkTypes();
    if (text != null && text.indexOf('\0') >= 0) {
      throw new RejectedException(RejectionReason.NUL_CHARACTER, "in a value");
    }
    if (text != null && !Row.isWritable(text)) {
      throw new RejectedException(RejectionReason.INVALID_UTF8, "half a surrogate pair in a value");
    }
    return text;
  }

  private void checkTypes() throws RejectedException {
    if (row.wrongField() != null) {
      throw new RejectedException(
          RejectionReason.WRONG_TYPE, row.wrongField() + " is no text and no number");
    }
  }

  private CharSequence decode(byte[] bytes) throws RejectedException {
    if (characters.capacity() < bytes.length) {
      characters = CharBuffer.allocate(Math.max(bytes.length, 2 * characters.capacity()));
    }
    characters.clear();
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CoderResult result = utf8.reset().decode(input, characters, true);
    if (result.isError()) {
      throw new RejectedException(
          RejectionReason.INVALID_UTF8, "at byte " + (input.position() + 1) + " of the line");
    }
    return characters.flip();
  }

  private static void checkReadInFull(SourceLine line) throws RejectedException {
    if (line.problem() != null) {
      throw new RejectedException(
          switch (line.problem()) {
            case LINE_TOO_LONG -> RejectionReason.LINE_TOO_LONG;
            case CORRUPT_GZIP -> RejectionReason.CORRUPT_GZIP;
          });
    }
  }

  private static ParsedLine rejected(SourceLine line, RejectedException e) {
    return new ParsedLine.Rejected(RejectedLine.of(line, e.reason(), e.getMessage()));
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && (character < '\t' || character > '\r')) {
        return false;
      }
    }
    return true;
  }
}
