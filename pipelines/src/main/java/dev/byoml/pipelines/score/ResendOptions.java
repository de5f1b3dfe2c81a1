package dev.byoml.pipelines.score;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml resend}. */
public interface ResendOptions extends IngestionOptions {
  /** The rows that are sent. */
  @Description(
      "Rows that score could not send: its folder dead-letters, or the output folder that holds it,"
          + " a file, or a glob.")
  @Validation.Required
  String getDeadLetters();

  /** Sets the rows that are sent. */
  void setDeadLetters(String value);
}
