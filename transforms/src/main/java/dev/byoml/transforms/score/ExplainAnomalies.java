package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.EnrichedExplanation;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.explain.Explainer;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.RecordId;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.InstantCoder;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.model.LoadedTenant;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.model.TenantModels;
import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Makes the reported result of each selected summary: its explanation, its identity, and the
 * columns of the result table.
 *
 * <p>{@code TimeGenerated} is the end of the range, or the latest access of the window where the
 * range is open, so that the same window gives the same row again.
 */
public final class ExplainAnomalies
    extends PTransform<PCollection<ScoredSummary>, PCollection<Anomaly>> {
  private final ModelReference model;
  private final TimeRange range;

  /** Null where the range says when the window ends. */
  private final PCollection<KV<AccessKey, AccessSummary>> window;

  private final Enrichment enrichment;

  private ExplainAnomalies(
      ModelReference model,
      TimeRange range,
      PCollection<KV<AccessKey, AccessSummary>> window,
      Enrichment enrichment) {
    this.enrichment = requireNonNull(enrichment, "enrichment");
    this.model = requireNonNull(model, "model");
    this.range = requireNonNull(range, "range");
    this.window = window;
    if (window == null && range.to() == null) {
      throw new IllegalArgumentException("the range must say when the window ends");
    }
  }

  /**
   * Explains with the model that scored.
   *
   * @param model which model
   * @param range the scored range, which has an end
   * @throws IllegalArgumentException if it has none
   */
  public static ExplainAnomalies with(ModelReference model, TimeRange range) {
    return new ExplainAnomalies(model, range, null, Enrichment.NONE);
  }

  /**
   * Explains with the model that scored.
   *
   * @param model which model
   * @param range the scored range
   * @param window all summaries of the window
   */
  public static ExplainAnomalies with(
      ModelReference model, TimeRange range, PCollection<KV<AccessKey, AccessSummary>> window) {
    return new ExplainAnomalies(model, range, requireNonNull(window, "window"), Enrichment.NONE);
  }

  /** Says in each explanation what is known of the actor and the resource. */
  public ExplainAnomalies enrichedBy(Enrichment enrichment) {
    return new ExplainAnomalies(model, range, window, enrichment);
  }

  /**
   * The reported result of a selected summary.
   *
   * @param model the model that scored it
   * @param start start of the window
   * @param end end of the window
   * @param enrichment what is known of users and resources from outside
   */
  public static Anomaly explain(
      ScoredSummary summary,
      ModelReference model,
      Instant start,
      Instant end,
      Enrichment enrichment) {
    AccessKey key = summary.key();
    AccessEntities entities = summary.totals().entities();
    Explainer explainer =
        TenantModels.ofThisWorker()
            .get(model, key.tenant())
            .map(LoadedTenant::explainer)
            .orElseGet(Explainer::ofUnknownTenant);
    return new Anomaly(
        end,
        RecordId.of(model.modelId(), start, end, key),
        key.tenant(),
        key.user(),
        key.resource(),
        entities.actorName(),
        entities.actorDomain(),
        entities.actorSid(),
        entities.hostName(),
        entities.dnsDomain(),
        entities.ipAddress(),
        summary.scored().score(),
        summary.scored().percentile(),
        summary.scored().reason(),
        summary.severity(),
        summary.actor().score(),
        summary.totals().count(),
        summary.totals().first(),
        summary.totals().last(),
        EnrichedExplanation.of(
            explainer.explain(key.user(), key.resource(), summary.scored(), summary.actor()),
            enrichment.attributes(Side.USER, key.tenant(), key.user()),
            enrichment.attributes(Side.RESOURCE, key.tenant(), key.resource()),
            Explainer.MAX_BYTES),
        model.modelId());
  }

  @Override
  public PCollection<Anomaly> expand(PCollection<ScoredSummary> selected) {
    PCollectionView<Instant> end =
        range.to() == null
            ? window.apply("End of window", new EndOfWindow())
            : selected
                .getPipeline()
                .apply("End of range", Create.of(range.to()).withCoder(InstantCoder.of()))
                .apply("As a view", View.asSingleton());
    Instant start = range.from() == null ? Instant.EPOCH : range.from();
    return selected
        .apply(
            "Explain", ParDo.of(new ExplainFn(model, start, end, enrichment)).withSideInputs(end))
        .setCoder(AnomalyCoder.of());
  }

  private static final class ExplainFn extends DoFn<ScoredSummary, Anomaly> {
    private final Counter explained = Metrics.counter("byoml", "explained");
    private final PhaseTime explaining = PhaseTime.of(PhaseTime.EXPLAIN);
    private final ModelReference model;
    private final Instant start;
    private final PCollectionView<Instant> end;
    private final Enrichment enrichment;

    ExplainFn(
        ModelReference model, Instant start, PCollectionView<Instant> end, Enrichment enrichment) {
      this.enrichment = enrichment;
      this.model = model;
      this.start = start;
      this.end = end;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      explaining.atWork();
      ScoredSummary summary = context.element();
      Anomaly anomaly = explain(summary, model, start, context.sideInput(end), enrichment);
      explaining.atWork();
      context.output(anomaly);
      explained.inc();
    }
  }
}
