package dev.byoml.pipelines.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.feedback.CountVerdicts;
import dev.byoml.transforms.metrics.LineMetrics;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.metrics.WithholdOfFailedRun;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.metrics.WriteRunFile;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.score.ExplainAnomalies;
import dev.byoml.transforms.score.ScoreAccesses;
import dev.byoml.transforms.score.ScoredSummary;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.score.WriteAllScores;
import dev.byoml.transforms.score.WriteAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.summary.KeepSummaries;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import dev.byoml.transforms.write.WrittenFile;
import dev.byoml.transforms.write.loganalytics.SendAnomalies;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Scores the events of a time range with a model:
 *
 * <ol>
 *   <li>Read the events of the input that lie in the range, and add up the accesses of each
 *       (tenant, user, resource); keep the rejected lines with their reasons.
 *   <li>Score each, with the model in the worker's memory.
 *   <li>Select what is reported, and what is kept beside it as new but ordinary.
 *   <li>Explain both.
 *   <li>Write the results to files, or send them to Log Analytics, or both; the ordinary only to
 *       files.
 *   <li>Tell what became of every line and every score.
 *   <li>When all files are there, list them in {@code run.json}, unless the numbers say that the
 *       run has failed: then nothing is sent either.
 * </ol>
 */
public final class ScoringPipeline {
  private ScoringPipeline() {}

  /**
   * The settings of a scoring run.
   *
   * @param input what is read
   * @param range time range of the events
   * @param template how events are read
   * @param model the model that scores
   * @param selection what is reported
   * @param verdicts what analysts found out before
   * @param enrichment what is known of users and resources from outside
   * @param folder folder of numbers, of rejected lines and of rows that could not be sent
   * @param results folder of the results, if they are written to files
   * @param ingestion how the results are sent to Log Analytics, if they are
   * @param allScores folder of every score, if they are wanted
   * @param kept keeps what was added up, if it is to stay
   * @param trust when the run has failed, though every step ended well
   */
  public record Settings(
      String input,
      TimeRange range,
      Template template,
      ModelReference model,
      SelectAnomalies selection,
      Verdicts verdicts,
      Enrichment enrichment,
      String folder,
      Optional<String> results,
      Optional<WriteToLogAnalytics> ingestion,
      Optional<String> allScores,
      Optional<KeepSummaries> kept,
      RunTrust trust) {
    /** Checks that no part is missing, and makes local paths absolute. */
    public Settings {
      requireNonNull(input, "input");
      requireNonNull(range, "range");
      requireNonNull(template, "template");
      model =
          new ModelReference(
              OutputFiles.absolute(requireNonNull(model, "model").folder()), model.modelId());
      requireNonNull(selection, "selection");
      requireNonNull(verdicts, "verdicts");
      requireNonNull(enrichment, "enrichment");
      folder = OutputFiles.absolute(requireNonNull(folder, "folder"));
      results = requireNonNull(results, "results").map(OutputFiles::absolute);
      requireNonNull(ingestion, "ingestion");
      allScores = requireNonNull(allScores, "allScores").map(OutputFiles::absolute);
      requireNonNull(kept, "kept");
      requireNonNull(trust, "trust");
    }

    /** Every folder that the run writes to. */
    public List<String> folders() {
      return Stream.concat(Stream.of(folder, rejectedLines()), allScores.stream()).toList();
    }

    /** Where rejected lines go. */
    String rejectedLines() {
      return OutputFiles.in(folder, WriteRejectedLines.FOLDER);
    }
  }

  /** Adds the steps to {@code pipeline}. */
  public static void compose(Pipeline pipeline, Settings settings) {
    Runs.carry(settings.folder(), List.of(settings.template(), settings.enrichment()));
    Runs.carry(settings.folder(), settings.selection().largeValues());
    PCollectionTuple read =
        pipeline.apply(
            "1 Read accesses",
            ReadAccesses.from(settings.input(), settings.template())
                .within(settings.range())
                .packed());
    List<PCollection<WrittenFile>> files = new ArrayList<>();
    files.add(
        read.get(SummarizeAccesses.REJECTED)
            .apply("1 Keep rejected lines", WriteRejectedLines.to(settings.rejectedLines())));

    ScoreAccesses score = ScoreAccesses.with(settings.model());
    PCollectionTuple window =
        read.get(SummarizeAccesses.PACKED)
            .apply(
                "2 Score accesses",
                (settings.allScores().isPresent() ? score : score.countingTheSeen()).ofPacked());
    PCollection<ScoredSummary> scored = window.get(ScoreAccesses.SCORES);
    settings
        .allScores()
        .map(folder -> scored.apply("2 Write all scores", WriteAllScores.to(folder)))
        .ifPresent(files::add);

    PCollectionTuple selected = scored.apply("3 Select anomalies", settings.selection());
    ExplainAnomalies explain =
        (settings.range().to() == null
                ? ExplainAnomalies.with(
                    settings.model(), settings.range(), SummarizeAccesses.summaries(read))
                : ExplainAnomalies.with(settings.model(), settings.range()))
            .enrichedBy(settings.enrichment());
    PCollection<Anomaly> anomalies =
        selected.get(SelectAnomalies.ANOMALIES).apply("4 Explain anomalies", explain);
    if (settings.results().isPresent()) {
      String folder = settings.results().get();
      files.add(anomalies.apply("5 Write anomalies", WriteAnomalies.to(folder)));
      if (settings.selection().keepsOrdinary()) {
        files.add(
            selected
                .get(SelectAnomalies.ORDINARY)
                .apply("4 Explain the ordinary", explain)
                .apply("5 Write the ordinary", WriteAnomalies.ordinaryTo(folder)));
      }
    }
    PCollection<KV<String, Long>> lines =
        read.get(SummarizeAccesses.COUNTS)
            .apply(
                "6 Count lines",
                LineMetrics.withDuplicates(read.get(SummarizeAccesses.DUPLICATES)));
    settings
        .kept()
        .map(keep -> keep.unlessFailedBy(settings.trust(), lines))
        .map(keep -> read.apply("6 Keep summaries", keep))
        .ifPresent(files::add);
    Optional<PCollection<KV<String, Long>>> sent =
        settings
            .ingestion()
            .map(
                write ->
                    anomalies
                        .apply(
                            "5 Unless the run has failed",
                            WithholdOfFailedRun.by(settings.trust(), lines))
                        .apply(
                            "5 Send to Log Analytics", SendAnomalies.by(write, settings.folder())));

    PCollectionList<KV<String, Long>> parts =
        PCollectionList.of(lines)
            .and(window.get(ScoreAccesses.NUMBERS))
            .and(selected.get(SelectAnomalies.OUTCOMES))
            .and(pipeline.apply("6 Count verdicts", CountVerdicts.of(settings.verdicts())));
    PCollection<KV<String, Long>> numbers =
        sent.map(parts::and).orElse(parts).apply("6 All numbers", Flatten.pCollections());
    files.add(numbers.apply("6 Write metrics", WriteMetrics.to(settings.folder())));

    PCollectionList.of(files)
        .apply("7 All files", Flatten.pCollections())
        .apply(
            "7 Write run.json",
            WriteRunFile.to(
                    settings.folder(),
                    settings.range(),
                    settings.model().modelId(),
                    settings.template().name(),
                    numbers)
                .unlessFailedBy(settings.trust()));
  }
}
