package org.example.byoml;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.score.ExplainAnomalies;
import dev.byoml.transforms.score.ScoreAccesses;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.write.loganalytics.WriteDeadLetters;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import java.io.IOException;
import java.time.Instant;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Reads an export, scores it with a model and sends the 100 most anomalous of each tenant. */
public final class ScoreExport {
  /** The options of the pipeline, beside where rows are sent. */
  public interface Options extends Destination {
    @Required
    String getInput();

    void setInput(String value);

    @Required
    String getModel();

    void setModel(String value);

    @Required
    String getFrom();

    void setFrom(String value);

    @Required
    String getTo();

    void setTo(String value);
  }

  public static void main(String[] arguments) throws IOException {
    Options options =
        PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    FileSystems.setDefaultPipelineOptions(options);
    ModelManifest manifest = ModelReader.open(new BeamModelFolder(options.getModel())).manifest();
    ModelReference model = new ModelReference(options.getModel(), manifest.modelId());
    TimeRange range = TimeRange.parse(options.getFrom(), options.getTo(), Instant.now());

    Pipeline pipeline = Pipeline.create(options);
    PCollection<KV<AccessKey, AccessSummary>> accesses =
        pipeline
            .apply(
                "Read accesses",
                ReadAccesses.from(
                        options.getInput(), Templates.load(manifest.template().name()))
                    .within(range))
            .get(SummarizeAccesses.SUMMARIES);
    accesses
        .apply("Score", ScoreAccesses.with(model))
        .get(ScoreAccesses.SCORES)
        .apply("Select", SelectAnomalies.all().withMaxAnomalies(100))
        .get(SelectAnomalies.ANOMALIES)
        .apply("Explain", ExplainAnomalies.with(model, range, accesses))
        .apply("Rows", MapElements.into(TypeDescriptors.strings()).via(AnomalyJson::write))
        .apply("Send", WriteToLogAnalytics.to(Destination.stream(options)))
        .get(WriteToLogAnalytics.UNWRITTEN)
        .apply("Keep what was not sent", WriteDeadLetters.to(options.getDeadLetters()));
    pipeline.run().waitUntilFinish();
  }
}
