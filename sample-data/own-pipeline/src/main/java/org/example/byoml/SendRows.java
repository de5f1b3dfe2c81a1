package org.example.byoml;

import dev.byoml.transforms.write.loganalytics.WriteDeadLetters;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;

/** The sink alone: sends rows of any table, JSON objects a line, as the rule declares them. */
public final class SendRows {
  /** The options of the pipeline, beside where rows are sent. */
  public interface Options extends Destination {
    @Required
    String getRows();

    void setRows(String value);
  }

  public static void main(String[] arguments) {
    Options options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read rows", TextIO.read().from(options.getRows()))
        .apply("Send", WriteToLogAnalytics.to(Destination.stream(options)))
        .get(WriteToLogAnalytics.UNWRITTEN)
        .apply("Keep what was not sent", WriteDeadLetters.to(options.getDeadLetters()));
    pipeline.run().waitUntilFinish();
  }
}
