package dev.byoml.pipelines.score;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Where rows are sent. Who sends is not an option: each worker signs in with its own environment.
 */
public interface IngestionOptions extends PipelineOptions {
  /** The endpoint that takes rows. */
  @Description(
      "Sends rows to a Log Analytics table: https address of the data collection rule's own"
          + " endpoint, or of a data collection endpoint. Goes with --dataCollectionRuleId and"
          + " --streamName; scripts/azure/setup-ingestion.sh status prints all three.")
  String getIngestionEndpoint();

  /** Sets the endpoint that takes rows. */
  void setIngestionEndpoint(String value);

  /** The rule that says which table they go to. */
  @Description("Immutable id of the data collection rule that takes rows, dcr-….")
  String getDataCollectionRuleId();

  /** Sets the rule that says which table they go to. */
  void setDataCollectionRuleId(String value);

  /** The stream of the rule. */
  @Description("Stream of the rule, Custom-AnomalousResourceAccessResult_CL.")
  String getStreamName();

  /** Sets the stream of the rule. */
  void setStreamName(String value);

  /** How long a request is repeated. */
  @Description(
      "How long, in seconds, a request that fails for a passing reason is repeated; what is not"
          + " written by then is kept as dead letters.")
  @Default.Integer(300)
  Integer getIngestionDeadlineSeconds();

  /** Sets how long a request is repeated. */
  void setIngestionDeadlineSeconds(Integer value);
}
