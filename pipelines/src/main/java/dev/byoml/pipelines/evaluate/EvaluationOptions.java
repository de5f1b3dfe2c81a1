package dev.byoml.pipelines.evaluate;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml evaluate}. */
public interface EvaluationOptions extends PipelineOptions {
  /** The model folder. */
  @Description("Folder of the model that is evaluated.")
  @Validation.Required
  String getModel();

  /** Sets the model folder. */
  void setModel(String value);

  /** The labelled accesses. */
  @Description(
      "File of labelled accesses, a line each, with tabs between tenant, user, resource and label"
          + " (1: should be found, 0: harmless); no header. May be left out beside --previousModel.")
  String getLabels();

  /** Sets the labelled accesses. */
  void setLabels(String value);

  /** The model before. */
  @Description(
      "Folder of the model before, to tell how the model drifted: correlation of their scores,"
          + " communities, users and resources new and gone. Default: not compared.")
  String getPreviousModel();

  /** Sets the model before. */
  void setPreviousModel(String value);

  /** Folder of the result. */
  @Description(
      "Folder that evaluation.json (with --labels) and drift.json (with --previousModel) are written"
          + " to. Default: none is written.")
  String getOutput();

  /** Sets the folder of the result. */
  void setOutput(String value);
}
