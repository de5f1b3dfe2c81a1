package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.byoml.transforms.beam.EnumCoder;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A line that cannot be used as an access, and why.
 *
 * @param source path of the file, or another name of where the line came from
 * @param position offset in bytes of the line in the file, after decompression
 * @param reason why the line is rejected
 * @param detail what exactly is wrong, in one short line; empty if the reason says it all
 * @param start the line's first characters, at most {@link #LONGEST_START}; control characters and
 *     bytes that are not UTF-8 are replaced by U+FFFD
 */
public record RejectedLine(
    String source, long position, RejectionReason reason, String detail, String start) {
  /** Encodes a line. */
  public static final Coder<RejectedLine> CODER =
      RecordCoder.of(
          RejectedLine.class,
          StringUtf8Coder.of(),
          VarLongCoder.of(),
          EnumCoder.of(RejectionReason.class),
          StringUtf8Coder.of(),
          StringUtf8Coder.of());

  /** How many characters of the line are kept. */
  public static final int LONGEST_START = 200;

  private static final JsonMapper JSON = new JsonMapper();
  private static final char REPLACEMENT = '\uFFFD';
  private static final int BYTES_PER_CHARACTER = 4;

  /** Checks that no part is missing. */
  public RejectedLine {
    requireNonNull(source, "source");
    requireNonNull(reason, "reason");
    requireNonNull(detail, "detail");
    requireNonNull(start, "start");
  }

  /** Rejects {@code line}. */
  public static RejectedLine of(SourceLine line, RejectionReason reason, String detail) {
    return new RejectedLine(
        line.source(), line.position(), reason, harmless(detail), startOf(line));
  }

  /** The same of a source whose name became known later. */
  public RejectedLine at(String source) {
    return new RejectedLine(source, position, reason, detail, start);
  }

  /** The rejected line as a JSON object on one line, without a line end. */
  public String toJson() {
    return JSON.createObjectNode()
        .put("source", source)
        .put("position", position)
        .put("reason", reason.label())
        .put("detail", detail)
        .put("start", start)
        .toString();
  }

  /**
   * The first characters of a line, at most {@link #LONGEST_START}, none of which can steer a
   * terminal or break a line.
   */
  public static String startOf(SourceLine line) {
    int enough = Math.min(line.length(), LONGEST_START * BYTES_PER_CHARACTER);
    return harmless(new String(line.buffer(), line.start(), enough, StandardCharsets.UTF_8));
  }

  /**
   * The first characters of {@code text}, at most {@link #LONGEST_START}, none of which can steer a
   * terminal or break a line.
   */
  public static String harmless(String text) {
    StringBuilder harmless = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_START)
        .map(character -> isHarmless(character) ? character : REPLACEMENT)
        .forEach(harmless::appendCodePoint);
    return harmless.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
