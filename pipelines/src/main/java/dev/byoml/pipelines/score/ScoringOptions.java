package dev.byoml.pipelines.score;

import dev.byoml.pipelines.names.AliasOptions;
import dev.byoml.pipelines.run.EnrichmentOptions;
import dev.byoml.pipelines.run.InputOptions;
import dev.byoml.pipelines.run.ModelOptions;
import dev.byoml.pipelines.run.WaitOptions;
import dev.byoml.pipelines.summarize.RetentionOptions;
import dev.byoml.transforms.metrics.RunTrust;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of {@code byoml score}. */
public interface ScoringOptions
    extends InputOptions,
        ModelOptions,
        SelectionOptions,
        IngestionOptions,
        EnrichmentOptions,
        WaitOptions,
        RetentionOptions,
        AliasOptions {
  /** How events are read. */
  @Description(InputOptions.TEMPLATE + " Default: as the model was trained.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** Folder of the results. */
  @Description(
      "Folder that anomalies are written to as NDJSON; what an earlier run left is replaced. In its"
          + " name {from} and {to} stand for the ends of the window. May be left out where rows are"
          + " sent; lines and rows that go astray are then kept in byoml-score.")
  String getOutput();

  /** Sets the folder of the results. */
  void setOutput(String value);

  /** Folder of every score. */
  @Description(
      "Folder that every scored (tenant, user, resource) is written to as TSV: tenant, user,"
          + " resource, score, reason; also those seen before.")
  String getAllScores();

  /** Sets the folder of every score. */
  void setAllScores(String value);

  /** Folder of summaries. */
  @Description(
      "Folder that takes what was added up, as a window of summaries for train --summaries. Default:"
          + " nothing is kept.")
  String getKeepSummaries();

  /** Sets the folder of summaries. */
  void setKeepSummaries(String value);

  /** What percentage of the rows may be rejected. */
  @Description(
      "The run fails when more than this percentage of the rows that were read is rejected, 0 to"
          + " 100.")
  @Default.Double(RunTrust.REJECTED_PERCENT)
  Double getMaxRejected();

  /** Sets what percentage of the rows may be rejected. */
  void setMaxRejected(Double value);

  /** How old the model may be. */
  @Description(
      "Warns of a model whose training ended so many days before the end of the window, as 45 or"
          + " 45d.")
  @Default.String(RunTrust.MODEL_AGE_DAYS + "d")
  String getMaxModelAge();

  /** Sets how old the model may be. */
  void setMaxModelAge(String value);

  /** Whether a run that found nothing to score is as good as another. */
  @Description(
      "Only warns of what otherwise fails the run: nothing was read in the time range, most of it was"
          + " rejected, or all of it is of another table or shape.")
  @Default.Boolean(false)
  Boolean getAllowEmpty();

  /** Sets whether a run that found nothing to score is as good as another. */
  void setAllowEmpty(Boolean value);

  /** Whether rows are shown instead of sent. */
  @Description(
      "Shows the first rows that would be sent to --ingestionEndpoint, and sends nothing; needs no"
          + " sign-in.")
  @Default.Boolean(false)
  Boolean getDryRun();

  /** Sets whether rows are shown instead of sent. */
  void setDryRun(Boolean value);
}
