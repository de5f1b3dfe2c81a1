package org.example.byoml;

import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;

/** Where rows are sent, and where those go that cannot be. */
public interface Destination extends PipelineOptions {
  @Required
  String getEndpoint();

  void setEndpoint(String value);

  @Required
  String getRuleId();

  void setRuleId(String value);

  @Required
  String getStream();

  void setStream(String value);

  @Required
  String getDeadLetters();

  void setDeadLetters(String value);

  /** The stream that the options name. */
  static LogAnalyticsStream stream(Destination options) {
    return new LogAnalyticsStream(options.getEndpoint(), options.getRuleId(), options.getStream());
  }
}
