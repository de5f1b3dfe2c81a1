package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.ParsedLine;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/**
 * A message and what became of its rows.
 *
 * @param content its bytes; not to be changed
 * @param rows what became of each row
 */
public record ParsedMessage(byte[] content, List<ParsedLine> rows) {
  /** Encodes one as its bytes and what became of its rows. */
  static final Coder<ParsedMessage> CODER =
      RecordCoder.of(ParsedMessage.class, ByteArrayCoder.of(), ListCoder.of(ParsedLine.CODER));

  /** What {@link #newest} is where no row is used. */
  static final long NO_TIME = Long.MIN_VALUE;

  /** Checks that no part is missing. */
  public ParsedMessage {
    requireNonNull(content, "content");
    rows = List.copyOf(rows);
  }

  /** The latest time of an access, in milliseconds since 1970, or {@link #NO_TIME}. */
  long newest() {
    long newest = NO_TIME;
    for (ParsedLine row : rows) {
      if (row instanceof ParsedLine.Used used) {
        newest = Math.max(newest, used.event().time().toEpochMilli());
      }
    }
    return newest;
  }
}
