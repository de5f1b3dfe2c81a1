package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.result.Anomaly;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.model.TenantModels;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.score.AnomalyCoder;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Judges the accesses of each window and tenant as {@code score} judges those of a range of time:
 * scores them, newcomers by all that they touch within the window, selects and explains. All
 * candidates of a window and tenant are judged together, when the window closes and again when late
 * rows have changed some.
 */
public final class JudgeWindows
    extends PTransform<PCollection<KV<Long, KV<AccessKey, AccessSummary>>>, PCollectionTuple> {
  /**
   * All results of a window and tenant, each time that one of them changes: what is reported, and
   * what is new but ordinary where that is kept.
   */
  public static final TupleTag<KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>>> WINDOWS =
      new TupleTag<>("windows") {};

  /**
   * Each result that is reported when it is new, and again when it has changed, under the same
   * identity.
   */
  public static final TupleTag<Anomaly> CHANGES = new TupleTag<>("changes") {};

  /** How many windows and results there were, as changes of named numbers. */
  public static final TupleTag<KV<String, Long>> NUMBERS = new TupleTag<>("numbers") {};

  private final WatchWindows windows;
  private final WindowModels models;
  private final WindowSelection selection;
  private final Enrichment enrichment;

  private JudgeWindows(
      WatchWindows windows, WindowModels models, WindowSelection selection, Enrichment enrichment) {
    this.windows = requireNonNull(windows, "windows");
    this.models = requireNonNull(models, "models");
    this.selection = requireNonNull(selection, "selection");
    this.enrichment = requireNonNull(enrichment, "enrichment");
  }

  /**
   * Judges windows.
   *
   * @param models which model scores which window
   * @param selection what is reported
   * @param enrichment what is known of users and resources from outside
   */
  public static JudgeWindows of(
      WatchWindows windows, WindowModels models, WindowSelection selection, Enrichment enrichment) {
    return new JudgeWindows(windows, models, selection, enrichment);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Long, KV<AccessKey, AccessSummary>>> summaries) {
    PCollectionTuple judged =
        summaries
            .apply("Drop what training has seen", ParDo.of(new CandidatesFn(models)))
            .setCoder(
                KvCoder.of(
                    KvCoder.of(VarLongCoder.of(), StringUtf8Coder.of()), JudgeWindowFn.CANDIDATES))
            .apply(
                "Judge windows",
                ParDo.of(new JudgeWindowFn(windows, models, selection, enrichment))
                    .withOutputTags(WINDOWS, TupleTagList.of(CHANGES).and(NUMBERS)));
    judged
        .get(WINDOWS)
        .setCoder(
            KvCoder.of(
                KvCoder.of(VarLongCoder.of(), StringUtf8Coder.of()),
                KvCoder.of(ListCoder.of(AnomalyCoder.of()), ListCoder.of(AnomalyCoder.of()))));
    judged.get(CHANGES).setCoder(AnomalyCoder.of());
    judged.get(NUMBERS).setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
    return judged;
  }

  private static final class CandidatesFn
      extends DoFn<
          KV<Long, KV<AccessKey, AccessSummary>>,
          KV<KV<Long, String>, KV<AccessKey, AccessSummary>>> {
    private static final long serialVersionUID = 1L;

    private final Counter scored = Metrics.counter("byoml", "scored");
    private final Counter seenBefore = Metrics.counter("byoml", "scores.seenBefore");
    private final WindowModels models;

    CandidatesFn(WindowModels models) {
      this.models = models;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, KV<AccessKey, AccessSummary>> summary,
        OutputReceiver<KV<KV<Long, String>, KV<AccessKey, AccessSummary>>> receiver) {
      AccessKey key = summary.getValue().getKey();
      ModelReference model = models.of(WatchWindows.instant(summary.getKey())).reference();
      boolean seen =
          TenantModels.ofThisWorker()
              .get(model, key.tenant())
              .filter(tenant -> tenant.scorer().hasSeen(key.user(), key.resource()))
              .isPresent();
      scored.inc();
      if (seen) {
        seenBefore.inc();
      } else {
        receiver.output(KV.of(KV.of(summary.getKey(), key.tenant()), summary.getValue()));
      }
    }
  }
}
