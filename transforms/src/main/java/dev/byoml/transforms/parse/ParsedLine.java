package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEvent;

/** What became of a line: exactly one of these. */
sealed interface ParsedLine {

  /** The line is an access. */
  record Used(AccessEvent event) implements ParsedLine {}

  /** The line is left out on purpose, for {@code reason}. */
  record Filtered(String reason) implements ParsedLine {}

  /** The line could not be understood. */
  record Rejected(RejectedLine line) implements ParsedLine {}
}
