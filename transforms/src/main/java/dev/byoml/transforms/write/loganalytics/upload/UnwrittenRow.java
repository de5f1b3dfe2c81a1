package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

/**
 * A row that was not written.
 *
 * @param row the JSON object, as it came in
 * @param reason why, in one line: the service's answer and what to do about it
 * @param isHopeless whether the service can never take this row
 */
public record UnwrittenRow(String row, String reason, boolean isHopeless) {
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
