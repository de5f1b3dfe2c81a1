package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.score.Reason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Chooses what is reported: accesses that training has not seen, at or above the tenant's
 * threshold, not found to be benign, not on the allow-list, and of each tenant at most so many.
 *
 * <p>Output {@link #ANOMALIES} has what is reported, {@link #OUTCOMES} how many summaries met which
 * fate: {@code scores.seenBefore}, {@code scores.belowThreshold}, {@code scores.confirmedBenign},
 * {@code scores.allowed}, {@code scores.anomalous}; the last counts before the limit for each
 * tenant. {@code scored} and {@code reported} are the numbers of summaries that came in and of
 * those that are reported. {@code allowedByOwner.NAME} says who answers for how many of those
 * allowed.
 */
public final class SelectAnomalies
    extends PTransform<PCollection<ScoredSummary>, PCollectionTuple> {
  /** What is reported. */
  public static final TupleTag<ScoredSummary> ANOMALIES = new TupleTag<>("anomalies") {};

  /** How many summaries met which fate. */
  public static final TupleTag<KV<String, Long>> OUTCOMES = new TupleTag<>("outcomes") {};

  private static final TupleTag<ScoredSummary> SELECTED = new TupleTag<>("selected") {};
  private static final TupleTag<ScoredSummary> WITHOUT_THRESHOLD =
      new TupleTag<>("withoutThreshold") {};
  private static final TupleTag<String> FATES = new TupleTag<>("fates") {};

  private final AlertThresholds thresholds;
  private final int maxAnomalies;
  private final AllowList allowList;
  private final Verdicts verdicts;

  private SelectAnomalies(
      AlertThresholds thresholds, int maxAnomalies, AllowList allowList, Verdicts verdicts) {
    this.thresholds = requireNonNull(thresholds, "thresholds");
    this.maxAnomalies = maxAnomalies;
    this.allowList = requireNonNull(allowList, "allowList");
    this.verdicts = requireNonNull(verdicts, "verdicts");
  }

  /** Reports every access that training has not seen. */
  public static SelectAnomalies all() {
    return new SelectAnomalies(
        AlertThresholds.NONE, Integer.MAX_VALUE, AllowList.EMPTY, Verdicts.NONE);
  }

  /** Reports only scores of at least {@code threshold}. */
  public SelectAnomalies withThreshold(double threshold) {
    return withThresholds(AlertThresholds.ofAll(threshold));
  }

  /** Reports only scores of at least the tenant's threshold. */
  public SelectAnomalies withThresholds(AlertThresholds thresholds) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts);
  }

  /**
   * Reports at most so many anomalies of each tenant, the highest.
   *
   * @throws IllegalArgumentException if {@code maxAnomalies} is below 1
   */
  public SelectAnomalies withMaxAnomalies(int maxAnomalies) {
    if (maxAnomalies < 1) {
      throw new IllegalArgumentException("maxAnomalies must be at least 1, got " + maxAnomalies);
    }
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts);
  }

  /** Never reports what {@code allowList} allows. */
  public SelectAnomalies withAllowList(AllowList allowList) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts);
  }

  /** Never reports what was found to be benign. */
  public SelectAnomalies withVerdicts(Verdicts verdicts) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts);
  }

  @Override
  public PCollectionTuple expand(PCollection<ScoredSummary> scored) {
    PCollectionTuple chosen =
        scored.apply(
            "Choose",
            ParDo.of(new ChooseFn(thresholds, allowList, verdicts))
                .withOutputTags(SELECTED, TupleTagList.of(WITHOUT_THRESHOLD).and(FATES)));
    PCollection<ScoredSummary> selected =
        PCollectionList.of(chosen.get(SELECTED).setCoder(ScoredSummary.CODER))
            .and(
                limited(
                    "Limit tenants without a threshold",
                    chosen.get(WITHOUT_THRESHOLD).setCoder(ScoredSummary.CODER),
                    thresholds.mostOfOthers()))
            .apply("All selected", Flatten.pCollections());
    selected = limited("Limit each tenant", selected, maxAnomalies);
    PCollection<KV<String, Long>> outcomes =
        chosen
            .get(FATES)
            .setCoder(StringUtf8Coder.of())
            .apply("Count outcomes", Count.perElement())
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
    PCollection<KV<String, Long>> numbers =
        PCollectionList.of(outcomes)
            .and(scored.apply("Count scored", new CountAs("scored")))
            .and(selected.apply("Count reported", new CountAs("reported")))
            .apply("All outcomes", Flatten.pCollections());
    return PCollectionTuple.of(ANOMALIES, selected).and(OUTCOMES, numbers);
  }

  /**
   * What is reported of one tenant's window, as the transform selects it.
   *
   * @param tenant whose window it is
   * @param scored its scores; those of accesses that training has seen may be left out
   * @param fates gets what became of each, by the names of {@link #OUTCOMES}
   * @return the selected, the most anomalous first
   */
  public List<ScoredSummary> selectWithin(
      String tenant, Iterable<ScoredSummary> scored, Consumer<String> fates) {
    ChooseFn choose = new ChooseFn(thresholds, allowList, verdicts);
    List<ScoredSummary> selected = new ArrayList<>();
    for (ScoredSummary summary : scored) {
      if (choose.isSelected(summary, fates)) {
        selected.add(summary);
      }
    }
    selected.sort(ScoredSummary.MOST_ANOMALOUS_FIRST);
    int most =
        thresholds.of(tenant).isPresent()
            ? maxAnomalies
            : Math.min(maxAnomalies, thresholds.mostOfOthers());
    return List.copyOf(selected.subList(0, Math.min(most, selected.size())));
  }

  /** The number of elements, under a name. */
  private static final class CountAs
      extends PTransform<PCollection<ScoredSummary>, PCollection<KV<String, Long>>> {
    private static final long serialVersionUID = 1L;

    private final String name;

    CountAs(String name) {
      this.name = name;
    }

    @Override
    public PCollection<KV<String, Long>> expand(PCollection<ScoredSummary> elements) {
      return elements
          .apply("Count", Count.globally())
          .apply("Name", WithKeys.<String, Long>of(name).withKeyType(TypeDescriptors.strings()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
    }
  }

  private static PCollection<ScoredSummary> limited(
      String step, PCollection<ScoredSummary> selected, int most) {
    return most == Integer.MAX_VALUE ? selected : selected.apply(step, new LimitEachTenant(most));
  }

  private static final class LimitEachTenant
      extends PTransform<PCollection<ScoredSummary>, PCollection<ScoredSummary>> {
    private static final long serialVersionUID = 1L;

    private final int maxAnomalies;

    LimitEachTenant(int maxAnomalies) {
      this.maxAnomalies = maxAnomalies;
    }

    @Override
    public PCollection<ScoredSummary> expand(PCollection<ScoredSummary> selected) {
      return selected
          .apply(
              "Key by tenant",
              WithKeys.of((ScoredSummary s) -> s.key().tenant())
                  .withKeyType(TypeDescriptors.strings()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), ScoredSummary.CODER))
          .apply("Keep the highest", Top.perKey(maxAnomalies, new LeastAnomalousFirst()))
          .apply("Drop the tenant", Values.<List<ScoredSummary>>create())
          .apply("One by one", Flatten.iterables())
          .setCoder(ScoredSummary.CODER);
    }
  }

  /** {@link Top} keeps the largest, so the most anomalous has to come last. */
  private static final class LeastAnomalousFirst
      implements Comparator<ScoredSummary>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(ScoredSummary a, ScoredSummary b) {
      return ScoredSummary.MOST_ANOMALOUS_FIRST.compare(b, a);
    }
  }

  private static final class ChooseFn extends DoFn<ScoredSummary, ScoredSummary> {
    private final AlertThresholds thresholds;
    private final AllowList allowList;
    private final Verdicts verdicts;

    ChooseFn(AlertThresholds thresholds, AllowList allowList, Verdicts verdicts) {
      this.thresholds = thresholds;
      this.allowList = allowList;
      this.verdicts = verdicts;
    }

    @ProcessElement
    public void process(@Element ScoredSummary summary, MultiOutputReceiver receiver) {
      if (isSelected(summary, receiver.get(FATES)::output)) {
        boolean hasThreshold = thresholds.of(summary.key().tenant()).isPresent();
        receiver.get(hasThreshold ? SELECTED : WITHOUT_THRESHOLD).output(summary);
      }
    }

    boolean isSelected(ScoredSummary summary, Consumer<String> fates) {
      OptionalDouble threshold = thresholds.of(summary.key().tenant());
      if (summary.scored().reason() == Reason.SEEN_BEFORE) {
        fates.accept("scores.seenBefore");
        return false;
      }
      if (threshold.isPresent() && summary.scored().score() < threshold.getAsDouble()) {
        fates.accept("scores.belowThreshold");
        return false;
      }
      if (verdicts.on(summary.key()).equals(Optional.of(Verdict.BENIGN))) {
        fates.accept("scores.confirmedBenign");
        return false;
      }
      Optional<String> owner = allowList.allowedBy(summary.key(), summary.totals().last());
      if (owner.isPresent()) {
        fates.accept("scores.allowed");
        fates.accept("allowedByOwner." + owner.get());
        return false;
      }
      fates.accept("scores.anomalous");
      return true;
    }
  }
}
