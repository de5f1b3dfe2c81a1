package dev.byoml.pipelines.names;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Which names stand for others. */
public interface AliasOptions extends PipelineOptions {
  /** Which names stand for others. */
  @Description(
      "CSV file of names (of users, resources or hosts) and the names that they stand for, a line"
          + " each: from,to; one * in both stands for any text, case does not count. train also takes"
          + " auto, which reads the input twice and joins users of one SID, and a host without a"
          + " domain with the same host of the only domain that it is seen with; the model keeps"
          + " them. Default: none.")
  String getAliases();

  /** Sets which names stand for others. */
  void setAliases(String value);
}
