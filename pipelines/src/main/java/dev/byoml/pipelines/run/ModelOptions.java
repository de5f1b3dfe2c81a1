package dev.byoml.pipelines.run;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Where the model is. */
public interface ModelOptions extends PipelineOptions {
  /** The model folder. */
  @Description(
      "Folder of the model. train writes it and never touches one that holds a model already; in its"
          + " name {from} and {to} stand for the ends of the window. score takes also a pattern of"
          + " folders (models/*): of these the newest that was trained before the window.")
  @Validation.Required
  String getModel();

  /** Sets the model folder. */
  void setModel(String value);
}
