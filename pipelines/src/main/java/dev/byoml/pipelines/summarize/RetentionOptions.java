package dev.byoml.pipelines.summarize;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How long summaries stay. */
public interface RetentionOptions extends PipelineOptions {
  /** How long summaries stay. */
  @Description(
      "How long windows of summaries stay, as days or hours before --now (60d, 36h): older ones are"
          + " deleted when the new ones are complete. Default: for ever.")
  String getKeep();

  /** Sets how long summaries stay. */
  void setKeep(String value);
}
