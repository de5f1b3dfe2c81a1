package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.beam.SealedCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** What became of a line: exactly one of these. */
public sealed interface ParsedLine {
  /** Encodes what became of a line. */
  Coder<ParsedLine> CODER =
      SealedCoder.of(
          ParsedLine.class,
          RecordCoder.of(Used.class, AccessCoders.EVENT),
          RecordCoder.of(Filtered.class, StringUtf8Coder.of()),
          RecordCoder.of(Rejected.class, RejectedLine.CODER));

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
