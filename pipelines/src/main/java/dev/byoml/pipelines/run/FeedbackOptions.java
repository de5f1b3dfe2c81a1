package dev.byoml.pipelines.run;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What analysts found out about earlier results. */
public interface FeedbackOptions extends PipelineOptions {
  /** Verdicts on accesses. */
  @Description(
      "CSV file of verdicts on accesses, with the heading tenant,actor,resource,verdict,by,at; the"
          + " verdict is benign, malicious or undetermined, at is when it was given. Benign accesses"
          + " are known from then on, malicious ones never become known. Default: none.")
  String getVerdicts();

  /** Sets the verdicts on accesses. */
  void setVerdicts(String value);
}
