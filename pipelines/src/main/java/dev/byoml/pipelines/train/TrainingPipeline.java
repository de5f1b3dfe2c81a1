package dev.byoml.pipelines.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.store.ModelManifest.Gap;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.calibrate.CalibrateAlerts;
import dev.byoml.transforms.feedback.ApplyVerdicts;
import dev.byoml.transforms.feedback.CountVerdicts;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.BuildAccessMatrix;
import dev.byoml.transforms.metrics.LineMetrics;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.model.WriteModel;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.train.LearnModels;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Makes a model of the events of a time range:
 *
 * <ol>
 *   <li>Read the events of the input that lie in the range, and add up the accesses of each
 *       (tenant, user, resource); keep the rejected lines with their reasons.
 *   <li>Heed what was found out about some accesses.
 *   <li>Tell what became of every line.
 *   <li>Build the access matrix of each tenant, weighted by likelihood.
 *   <li>Learn a model from it by the algorithm that was asked for, with scores that are
 *       standardised on the tenant's own accesses.
 *   <li>Find out on the last days how many alerts they give.
 *   <li>Write the model, its manifest last.
 * </ol>
 */
public final class TrainingPipeline {
  private TrainingPipeline() {}

  /**
   * The settings of a training run.
   *
   * @param accesses reads events, or summaries of them, with the outputs of {@link
   *     SummarizeAccesses}
   * @param range time range of the events
   * @param template how events are read
   * @param parameters what the model is made with
   * @param learning how models are learned from access matrices
   * @param calibration how expected alerts are found out
   * @param verdicts what analysts found out before
   * @param enrichment what is known of users and resources from outside; weighs accesses
   * @param gaps parts of the range of which there is nothing to read
   * @param model folder of the model
   */
  public record Settings(
      PTransform<PBegin, PCollectionTuple> accesses,
      TimeRange range,
      Template template,
      TrainingParameters parameters,
      LearnModels learning,
      CalibrateAlerts calibration,
      Verdicts verdicts,
      Enrichment enrichment,
      List<Gap> gaps,
      String model) {
    /** Checks that no part is missing, and makes the model's path absolute. */
    public Settings {
      requireNonNull(accesses, "accesses");
      requireNonNull(range, "range");
      requireNonNull(template, "template");
      requireNonNull(parameters, "parameters");
      requireNonNull(learning, "learning");
      requireNonNull(calibration, "calibration");
      requireNonNull(verdicts, "verdicts");
      requireNonNull(enrichment, "enrichment");
      gaps = List.copyOf(gaps);
      model = OutputFiles.absolute(requireNonNull(model, "model"));
    }

    /** Every folder that the run writes to. */
    public List<String> folders() {
      return List.of(model, rejectedLines());
    }

    private String rejectedLines() {
      return OutputFiles.in(model, WriteRejectedLines.FOLDER);
    }
  }

  /** How the access matrix of each tenant becomes its model. */
  @FunctionalInterface
  public interface Learning {
    /** Adds the steps after the matrix. */
    Models learn(PCollection<KV<String, AccessMatrixPart>> matrix);
  }

  /**
   * Models, and numbers of how they were learned.
   *
   * @param models one for each tenant
   * @param numbers numbers for {@code metrics.json} beside those of lines
   */
  public record Models(
      PCollection<TenantModel> models, Optional<PCollection<KV<String, Long>>> numbers) {}

  /** Adds the steps to {@code pipeline}. */
  public static void compose(Pipeline pipeline, Settings settings) {
    compose(
        pipeline,
        settings,
        matrix ->
            new Models(matrix.apply("5 Learn models", settings.learning()), Optional.empty()));
  }

  /**
   * Adds the steps to {@code pipeline}, with other ones between the matrix and the models.
   *
   * @param learning what stands in place of factorizing and standardising
   */
  public static void compose(Pipeline pipeline, Settings settings, Learning learning) {
    Runs.carry(
        settings.model(), List.of(settings.template(), settings.enrichment(), settings.verdicts()));
    PCollectionTuple read = pipeline.apply("1 Read accesses", settings.accesses());
    if (read.has(SummarizeAccesses.REJECTED)) {
      read.get(SummarizeAccesses.REJECTED)
          .apply("1 Keep rejected lines", WriteRejectedLines.to(settings.rejectedLines()));
    }

    BuildAccessMatrix build = BuildAccessMatrix.create().weightedBy(settings.enrichment());
    WriteModel write =
        WriteModel.to(settings.model())
            .describedBy(settings.range(), settings.template(), settings.parameters())
            .withGaps(settings.gaps());
    PCollectionList<KV<String, Long>> ofSteps =
        PCollectionList.of(
                read.get(SummarizeAccesses.COUNTS).apply("3 Count lines", lineMetrics(read)))
            .and(pipeline.apply("3 Count verdicts", CountVerdicts.of(settings.verdicts())));
    PCollection<KV<String, AccessMatrixPart>> matrix;
    Optional<PCollection<KV<AccessKey, AccessSummary>>> each = Optional.empty();
    if (settings.verdicts().isEmpty()) {
      matrix = read.get(SummarizeAccesses.PACKED).apply("4 Build access matrix", build.ofPacked());
    } else {
      PCollectionTuple heeded =
          SummarizeAccesses.summaries(read)
              .apply("2 Heed verdicts", ApplyVerdicts.of(settings.verdicts()));
      each = Optional.of(heeded.get(ApplyVerdicts.ACCESSES));
      ofSteps = ofSteps.and(heeded.get(ApplyVerdicts.OUTCOMES));
      matrix = heeded.get(ApplyVerdicts.ACCESSES).apply("4 Build access matrix", build);
    }
    if (!settings.calibration().isOff()) {
      write =
          write.withExpectedAlerts(
              each.orElseGet(() -> SummarizeAccesses.summaries(read))
                  .apply("6 Calibrate alerts", settings.calibration()));
    }
    Models learnt = learning.learn(matrix);
    PCollection<KV<String, Long>> numbers =
        learnt
            .numbers()
            .map(ofSteps::and)
            .orElse(ofSteps)
            .apply("3 All numbers", Flatten.pCollections());
    numbers.apply("3 Write metrics", WriteMetrics.to(settings.model()));
    learnt.models().apply("7 Write model", write.withCounts(numbers));
  }

  private static LineMetrics lineMetrics(PCollectionTuple read) {
    return read.has(SummarizeAccesses.DUPLICATES)
        ? LineMetrics.withDuplicates(read.get(SummarizeAccesses.DUPLICATES))
        : LineMetrics.ofAll();
  }
}
