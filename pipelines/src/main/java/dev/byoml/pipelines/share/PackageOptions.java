package dev.byoml.pipelines.share;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml package}. */
public interface PackageOptions extends PipelineOptions {
  /** The model that is packaged. */
  @Description("Folder of the model that is packaged.")
  String getModel();

  /** Sets the model that is packaged. */
  void setModel(String value);

  /** The template that is packaged. */
  @Description("YAML file of the template that is packaged.")
  String getTemplate();

  /** Sets the template that is packaged. */
  void setTemplate(String value);

  /** The jar that is packaged. */
  @Description("Jar with the algorithm that is packaged.")
  String getAlgorithm();

  /** Sets the jar that is packaged. */
  void setAlgorithm(String value);

  /** The archive that is written. */
  @Description("Zip archive that is written; there must be no such file.")
  @Validation.Required
  String getOutput();

  /** Sets the archive that is written. */
  void setOutput(String value);
}
