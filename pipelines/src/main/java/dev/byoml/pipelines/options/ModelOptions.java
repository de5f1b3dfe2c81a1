package dev.byoml.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Where the model is. */
public interface ModelOptions extends PipelineOptions {
  /** The model folder. */
  @Description(
      "Folder of the model. train writes it and never touches one that holds a model already.")
  @Validation.Required
  String getModel();

  /** Sets the model folder. */
  void setModel(String value);
}
