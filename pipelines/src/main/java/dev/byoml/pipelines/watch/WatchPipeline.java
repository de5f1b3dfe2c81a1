package dev.byoml.pipelines.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.topic.UnboundedTopic;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.watch.AddUpWindows;
import dev.byoml.transforms.watch.JudgeWindows;
import dev.byoml.transforms.watch.ReadMessages;
import dev.byoml.transforms.watch.WatchWindows;
import dev.byoml.transforms.watch.WindowSelection;
import dev.byoml.transforms.watch.WriteWindows;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import dev.byoml.transforms.write.loganalytics.SendAnomalies;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Scores the messages of a topic as they arrive:
 *
 * <ol>
 *   <li>Read and parse messages.
 *   <li>Add up the accesses of each (window, tenant, user, resource); keep the rejected lines with
 *       their reasons.
 *   <li>Judge each window and tenant when it closes, and again when late rows change it.
 *   <li>Write the results to a folder for each window, or send them to Log Analytics, or both.
 *   <li>Tell every few seconds how many rows and results there were.
 * </ol>
 *
 * <p>The names of the steps are those of the state in savepoints: who changes one cannot go on from
 * an older one.
 */
public final class WatchPipeline {
  private WatchPipeline() {}

  /**
   * The settings of a run.
   *
   * @param input address of the topic
   * @param topic the topic and its consumer group
   * @param range accesses at other times are filtered
   * @param template how events are read
   * @param windows the windows
   * @param models which model scores which window
   * @param selection what is reported
   * @param enrichment what is known of users and resources from outside
   * @param folder folder of rejected lines and of rows that could not be sent
   * @param results folder of a window's results, if they are written to files
   * @param ingestion how results are sent to Log Analytics, if they are
   */
  public record Settings(
      String input,
      UnboundedTopic topic,
      TimeRange range,
      Template template,
      WatchWindows windows,
      WindowModels models,
      WindowSelection selection,
      Enrichment enrichment,
      String folder,
      Optional<String> results,
      Optional<WriteToLogAnalytics> ingestion) {
    /** Checks that no part is missing, and makes local paths absolute. */
    public Settings {
      requireNonNull(input, "input");
      requireNonNull(topic, "topic");
      requireNonNull(range, "range");
      requireNonNull(template, "template");
      requireNonNull(windows, "windows");
      requireNonNull(models, "models");
      requireNonNull(selection, "selection");
      requireNonNull(enrichment, "enrichment");
      folder = OutputFiles.absolute(requireNonNull(folder, "folder"));
      results = requireNonNull(results, "results").map(OutputFiles::absolute);
      requireNonNull(ingestion, "ingestion");
    }
  }

  /** Adds the steps to {@code pipeline}. */
  public static void compose(Pipeline pipeline, Settings settings) {
    Runs.carry(settings.folder(), List.of(settings.template(), settings.enrichment()));
    Runs.carry(settings.folder(), settings.selection().common().largeValues());
    PCollectionTuple added =
        pipeline
            .apply(
                "1 Read messages",
                ReadMessages.of(
                    settings.topic(),
                    settings.template(),
                    settings.range(),
                    settings.windows().lateness()))
            .apply(
                "2 Add up",
                AddUpWindows.of(
                    settings.input(), settings.template(), settings.range(), settings.windows()));
    added
        .get(AddUpWindows.REJECTED)
        .apply(
            "2 Keep rejected lines",
            WriteRejectedLines.to(OutputFiles.in(settings.folder(), "rejected")));

    PCollection<KV<Long, KV<AccessKey, AccessSummary>>> summaries =
        added.get(AddUpWindows.SUMMARIES);
    PCollectionTuple judged =
        summaries.apply(
            "3 Judge",
            JudgeWindows.of(
                settings.windows(),
                settings.models(),
                settings.selection(),
                settings.enrichment()));
    settings
        .results()
        .ifPresent(
            folder ->
                judged
                    .get(JudgeWindows.WINDOWS)
                    .apply("4 Write results", WriteWindows.to(folder, settings.windows())));
    PCollectionList<KV<String, Long>> numbers =
        PCollectionList.of(added.get(AddUpWindows.NUMBERS)).and(judged.get(JudgeWindows.NUMBERS));
    settings
        .ingestion()
        .map(
            write ->
                judged
                    .get(JudgeWindows.CHANGES)
                    .apply("4 Send to Log Analytics", SendAnomalies.by(write, settings.folder())))
        .map(numbers::and)
        .orElse(numbers)
        .apply("5 All numbers", Flatten.pCollections())
        .apply("5 Write metrics", WriteMetrics.to(settings.folder()));
  }
}
