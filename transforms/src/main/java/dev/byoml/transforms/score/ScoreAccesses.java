package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.model.LoadedTenant;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.model.TenantModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Gives every summary of a window its score; none is dropped.
 *
 * <p>Summaries whose user and resource the model knows are scored where they are, with the tenant's
 * model in the worker's memory. The others, usually few, are gathered by tenant, since a newcomer
 * is judged by all that it touches within the window.
 */
public final class ScoreAccesses
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollection<ScoredSummary>> {
  private static final TupleTag<ScoredSummary> SCORED = new TupleTag<>("scored") {};
  private static final TupleTag<KV<String, KV<AccessKey, AccessSummary>>> UNSEEN =
      new TupleTag<>("unseen") {};

  private final ModelReference model;

  private ScoreAccesses(ModelReference model) {
    this.model = requireNonNull(model, "model");
  }

  /** Scores with this model. */
  public static ScoreAccesses with(ModelReference model) {
    return new ScoreAccesses(model);
  }

  /**
   * The scores of a tenant's accesses within a window that {@link
   * dev.byoml.model.score.AccessScorer} does not score, because the model does not know their user
   * or resource.
   *
   * @param model scores
   * @param tenant whose accesses these are
   * @param unseen all of them, in any order
   * @return their scores, in the order of their keys
   */
  public static List<ScoredSummary> scoreUnseen(
      ModelReference model, String tenant, Iterable<KV<AccessKey, AccessSummary>> unseen) {
    List<KV<AccessKey, AccessSummary>> summaries = new ArrayList<>();
    unseen.forEach(summaries::add);
    summaries.sort(Comparator.comparing(KV::getKey));
    UnseenAccessScorer scorer =
        TenantModels.ofThisWorker()
            .get(model, tenant)
            .map(LoadedTenant::unseenScorer)
            .orElseGet(UnseenAccessScorer::ofUnknownTenant);
    List<ScoredAccess> scores = scorer.score(summaries.stream().map(KV::getKey).toList());
    List<ScoredSummary> scored = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      KV<AccessKey, AccessSummary> summary = summaries.get(i);
      scored.add(new ScoredSummary(summary.getKey(), summary.getValue().totals(), scores.get(i)));
    }
    return scored;
  }

  @Override
  public PCollection<ScoredSummary> expand(PCollection<KV<AccessKey, AccessSummary>> summaries) {
    PCollectionTuple first =
        summaries.apply(
            "Score the known",
            ParDo.of(new ScoreKnownFn(model)).withOutputTags(SCORED, TupleTagList.of(UNSEEN)));
    PCollection<ScoredSummary> unseen =
        first
            .get(UNSEEN)
            .setCoder(
                KvCoder.of(StringUtf8Coder.of(), KvCoder.of(AccessCoders.KEY, AccessSummary.CODER)))
            .apply("Gather the unseen", GroupByKey.create())
            .apply("Score the unseen", ParDo.of(new ScoreUnseenFn(model)))
            .setCoder(ScoredSummary.CODER);
    return PCollectionList.of(first.get(SCORED).setCoder(ScoredSummary.CODER))
        .and(unseen)
        .apply("All scores", Flatten.pCollections());
  }

  private static final class ScoreKnownFn
      extends DoFn<KV<AccessKey, AccessSummary>, ScoredSummary> {
    private final Counter scored = Metrics.counter("byoml", "scored");
    private final PhaseTime scoring = PhaseTime.of(PhaseTime.SCORE);
    private final ModelReference model;
    private transient Map<String, Optional<LoadedTenant>> tenantsOfBundle;

    ScoreKnownFn(ModelReference model) {
      this.model = model;
    }

    @StartBundle
    public void startBundle() {
      tenantsOfBundle = new HashMap<>();
      scoring.atWork();
    }

    @FinishBundle
    public void finishBundle() {
      tenantsOfBundle = null;
      scoring.atWork();
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary, MultiOutputReceiver receiver) {
      AccessKey key = summary.getKey();
      Optional<ScoredAccess> score =
          tenantsOfBundle
              .computeIfAbsent(key.tenant(), t -> TenantModels.ofThisWorker().get(model, t))
              .flatMap(tenant -> tenant.scorer().score(key.user(), key.resource()));
      scored.inc();
      if (score.isPresent()) {
        receiver
            .get(SCORED)
            .output(new ScoredSummary(key, summary.getValue().totals(), score.get()));
      } else {
        receiver.get(UNSEEN).output(KV.of(key.tenant(), summary));
      }
    }
  }

  private static final class ScoreUnseenFn
      extends DoFn<KV<String, Iterable<KV<AccessKey, AccessSummary>>>, ScoredSummary> {
    private final PhaseTime scoring = PhaseTime.of(PhaseTime.SCORE);
    private final ModelReference model;

    ScoreUnseenFn(ModelReference model) {
      this.model = model;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<KV<AccessKey, AccessSummary>>> unseen,
        OutputReceiver<ScoredSummary> receiver) {
      scoring.atWork();
      List<ScoredSummary> scored = scoreUnseen(model, unseen.getKey(), unseen.getValue());
      scoring.atWork();
      scored.forEach(receiver::output);
    }
  }
}
