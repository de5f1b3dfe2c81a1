package dev.byoml.pipelines.run;

import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What is known of users and resources from outside their events. */
public interface EnrichmentOptions extends PipelineOptions {
  /** Files of users or resources. */
  @Description(
      "CSV files, a comma between two, of what is known of users or resources: the first line names"
          + " the columns, among them user or resource, and perhaps tenant. score shows the other"
          + " columns in each explanation; train multiplies the likelihood of accesses by the column"
          + " weight, and --peerGroup names a column of users. Default: none.")
  List<String> getEnrichment();

  /** Sets the files of users or resources. */
  void setEnrichment(List<String> value);
}
