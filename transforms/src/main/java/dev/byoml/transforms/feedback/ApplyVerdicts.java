package dev.byoml.transforms.feedback;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Makes the accesses that training learns from agree with what analysts found out: one that was
 * found benign is among them, if need be as a single access at the time of the verdict, and one
 * that was found malicious is not. Summaries are unique in (tenant, user, resource) before and
 * after. A verdict adds no accesses to a tenant that has none of its own.
 *
 * <p>Output {@link #ACCESSES} has the summaries, {@link #OUTCOMES} how many verdicts changed
 * something: {@code verdicts.markedAsKnown} and {@code verdicts.leftOut}.
 */
public final class ApplyVerdicts
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollectionTuple> {
  /** What training learns from. */
  public static final TupleTag<KV<AccessKey, AccessSummary>> ACCESSES =
      new TupleTag<>("accesses") {};

  /** How many verdicts changed something. */
  public static final TupleTag<KV<String, Long>> OUTCOMES = new TupleTag<>("outcomes") {};

  private static final TupleTag<KV<AccessKey, AccessSummary>> KEPT = new TupleTag<>("kept") {};
  private static final TupleTag<KV<AccessKey, AccessSummary>> ADDED = new TupleTag<>("added") {};
  private static final TupleTag<AccessKey> KNOWN = new TupleTag<>("known") {};
  private static final TupleTag<String> TENANTS = new TupleTag<>("tenants") {};
  private static final TupleTag<String> CHANGES = new TupleTag<>("changes") {};

  private static final KvCoder<AccessKey, AccessSummary> SUMMARY_CODER =
      KvCoder.of(AccessCoders.KEY, AccessSummary.CODER);
  private static final KvCoder<String, Long> OUTCOME_CODER =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private final Verdicts verdicts;

  private ApplyVerdicts(Verdicts verdicts) {
    this.verdicts = requireNonNull(verdicts, "verdicts");
  }

  /** Heeds these verdicts. */
  public static ApplyVerdicts of(Verdicts verdicts) {
    return new ApplyVerdicts(verdicts);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<AccessKey, AccessSummary>> summaries) {
    if (verdicts.isEmpty()) {
      return PCollectionTuple.of(ACCESSES, summaries)
          .and(OUTCOMES, summaries.getPipeline().apply("No verdicts", Create.empty(OUTCOME_CODER)));
    }
    PCollectionTuple first =
        summaries.apply(
            "Leave out the malicious",
            ParDo.of(new LeaveOutFn(verdicts))
                .withOutputTags(KEPT, TupleTagList.of(KNOWN).and(TENANTS).and(CHANGES)));
    PCollectionView<Iterable<AccessKey>> known =
        first.get(KNOWN).setCoder(AccessCoders.KEY).apply("Known already", View.asIterable());
    PCollectionView<Iterable<String>> tenants =
        first.get(TENANTS).setCoder(StringUtf8Coder.of()).apply("Tenants", View.asIterable());
    PCollectionTuple added =
        summaries
            .getPipeline()
            .apply("Once", Create.of("verdicts"))
            .apply(
                "Add the benign",
                ParDo.of(new AddFn(verdicts, known, tenants))
                    .withSideInputs(known, tenants)
                    .withOutputTags(ADDED, TupleTagList.of(CHANGES)));
    PCollection<KV<AccessKey, AccessSummary>> accesses =
        PCollectionList.of(first.get(KEPT).setCoder(SUMMARY_CODER))
            .and(added.get(ADDED).setCoder(SUMMARY_CODER))
            .apply("All accesses", Flatten.pCollections());
    PCollection<KV<String, Long>> outcomes =
        PCollectionList.of(first.get(CHANGES).setCoder(StringUtf8Coder.of()))
            .and(added.get(CHANGES).setCoder(StringUtf8Coder.of()))
            .apply("All changes", Flatten.pCollections())
            .apply("Count changes", Count.perElement())
            .setCoder(OUTCOME_CODER);
    return PCollectionTuple.of(ACCESSES, accesses).and(OUTCOMES, outcomes);
  }

  private static final class LeaveOutFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<AccessKey, AccessSummary>> {
    private final Verdicts verdicts;
    private transient Set<String> tenants;

    LeaveOutFn(Verdicts verdicts) {
      this.verdicts = verdicts;
    }

    @StartBundle
    public void startBundle() {
      tenants = new HashSet<>();
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary, MultiOutputReceiver receiver) {
      Optional<Verdict> verdict = verdicts.on(summary.getKey());
      if (verdict.equals(Optional.of(Verdict.MALICIOUS))) {
        receiver.get(CHANGES).output("verdicts.leftOut");
        return;
      }
      if (verdict.equals(Optional.of(Verdict.BENIGN))) {
        receiver.get(KNOWN).output(summary.getKey());
      }
      tenants.add(summary.getKey().tenant());
      receiver.get(KEPT).output(summary);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      tenants.forEach(
          tenant ->
              context.output(
                  TENANTS, tenant, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }

  private static final class AddFn extends DoFn<String, KV<AccessKey, AccessSummary>> {
    private final Verdicts verdicts;
    private final PCollectionView<Iterable<AccessKey>> known;
    private final PCollectionView<Iterable<String>> tenants;

    AddFn(
        Verdicts verdicts,
        PCollectionView<Iterable<AccessKey>> known,
        PCollectionView<Iterable<String>> tenants) {
      this.verdicts = verdicts;
      this.known = known;
      this.tenants = tenants;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Set<AccessKey> knownAlready = new HashSet<>();
      context.sideInput(known).forEach(knownAlready::add);
      Set<String> withAccesses = new HashSet<>();
      context.sideInput(tenants).forEach(withAccesses::add);
      for (JudgedAccess judged : verdicts.inForce()) {
        if (judged.verdict() == Verdict.BENIGN
            && withAccesses.contains(judged.access().tenant())
            && !knownAlready.contains(judged.access())) {
          AccessTotals once =
              new AccessTotals(1, 1, judged.at(), judged.at(), AccessEntities.UNKNOWN);
          context.output(KV.of(judged.access(), new AccessSummary(once, 0, DailyCounts.NONE)));
          context.output(CHANGES, "verdicts.markedAsKnown");
        }
      }
    }
  }
}
