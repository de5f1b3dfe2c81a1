package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEvent;

/** What became of a line: exactly one of these. */
public sealed interface ParsedLine {

  /**
   * The line is an access.
   *
   * @param event the access
   */
  record Used(AccessEvent event) implements ParsedLine {}

  /**
   * The line is left out on purpose.
   *
   * @param reason the name it is counted under: one of {@link FilterReason}, or one that the
   *     template gives
   */
  record Filtered(String reason) implements ParsedLine {}

  /**
   * The line could not be understood.
   *
   * @param line its start, and the reason
   */
  record Rejected(RejectedLine line) implements ParsedLine {}
}
