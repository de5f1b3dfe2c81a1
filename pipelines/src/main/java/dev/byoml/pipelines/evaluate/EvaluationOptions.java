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
          + " (1: should be found, 0: harmless); no header. May be left out beside"
          + " --previousModel.")
  String getLabels();

  /** Sets the labelled accesses. */
  void setLabels(String value);

  /** Events of a later window. */
  @Description(
      "Events to make labels of, in place of --labels, read as train and score do: what users"
          + " touched for the first time between --from and --to is harmless, the same resources"
          + " with the users changed should be found. Default: none.")
  String getInput();

  /** Sets the events of a later window. */
  void setInput(String value);

  /** Summaries of a later window. */
  @Description(
      "Folder of summaries that are read in place of --input, as train does; --maxGaps says how many"
          + " windows may be missing. Default: none.")
  String getSummaries();

  /** Sets the summaries of a later window. */
  void setSummaries(String value);

  /** How many windows of summaries may be missing. */
  @Description("How many windows of --summaries may be missing in the range. Default: 0.")
  Integer getMaxGaps();

  /** Sets how many windows of summaries may be missing. */
  void setMaxGaps(Integer value);

  /** Start of the later window. */
  @Description("Start of the window of --input, written as for train; after the training range.")
  String getFrom();

  /** Sets the start of the later window. */
  void setFrom(String value);

  /** End of the later window. */
  @Description("End of the window of --input, exclusive, written like --from.")
  String getTo();

  /** Sets the end of the later window. */
  void setTo(String value);

  /** How events are read. */
  @Description("How --input is read. Default: as the model's training read its events.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** The model before. */
  @Description(
      "Folder of the model before, to tell how the model drifted: correlation of their scores,"
          + " communities, users and resources new and gone. Default: not compared.")
  String getPreviousModel();

  /** Sets the model before. */
  void setPreviousModel(String value);

  /** Folder of the result. */
  @Description(
      "Folder that evaluation.json (with --labels or --input), drift.json (with --previousModel)"
          + " and the accesses of the window (with --input, which needs it) are written to."
          + " Default: none is written.")
  String getOutput();

  /** Sets the folder of the result. */
  void setOutput(String value);
}
