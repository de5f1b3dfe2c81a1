package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.beam.RecordCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A row that was not written.
 *
 * @param row the JSON object, as it came in
 * @param reason why, in one line: the service's answer and what to do about it
 * @param isHopeless whether the service can never take this row
 */
public record UnwrittenRow(String row, String reason, boolean isHopeless) {
  /** Encodes a row. */
  public static final Coder<UnwrittenRow> CODER =
      RecordCoder.of(
          UnwrittenRow.class, StringUtf8Coder.of(), StringUtf8Coder.of(), BooleanCoder.of());

  /** A row that may be written later. */
  public UnwrittenRow(String row, String reason) {
    this(row, reason, false);
  }

  /** Checks that no part is missing. */
  public UnwrittenRow {
    requireNonNull(row, "row");
    requireNonNull(reason, "reason");
  }
}
