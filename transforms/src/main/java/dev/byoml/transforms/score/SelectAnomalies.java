package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.carry.LargeValue;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
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
import org.apache.beam.sdk.transforms.MapElements;
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
 * threshold, of at least some severity, not found to be benign, not on the allow-list, and of each
 * tenant at most so many.
 *
 * <p>Output {@link #ANOMALIES} has what is reported, {@link #ORDINARY} what else is new where that
 * is kept, {@link #OUTCOMES} how many summaries met which fate: {@code scores.seenBefore}, {@code
 * scores.belowThreshold}, {@code scores.confirmedBenign}, {@code scores.allowed}, {@code
 * scores.ordinary}, {@code scores.overLimit} and {@code scores.anomalous}, which together are
 * {@code scored}, the number of summaries that came in; {@code reported} is again the number of
 * those that are reported. {@code allowedByOwner.NAME} says who answers for how many of those
 * allowed. Several numbers of one name add up.
 */
public final class SelectAnomalies
    extends PTransform<PCollection<ScoredSummary>, PCollectionTuple> {
  /** What is reported. */
  public static final TupleTag<ScoredSummary> ANOMALIES = new TupleTag<>("anomalies") {};

  /** What is new but ordinary, where it is kept. */
  public static final TupleTag<ScoredSummary> ORDINARY = new TupleTag<>("ordinary") {};

  /** How many summaries met which fate. */
  public static final TupleTag<KV<String, Long>> OUTCOMES = new TupleTag<>("outcomes") {};

  /** Name of the number of summaries. */
  static final String SCORED = "scored";

  /** Name of the number of those that training has seen. */
  static final String SEEN_BEFORE = "scores.seenBefore";

  private static final String ORDINARY_FATE = "scores.ordinary";
  private static final String OVER_LIMIT = "scores.overLimit";
  private static final TupleTag<ScoredSummary> SELECTED = new TupleTag<>("selected") {};
  private static final TupleTag<ScoredSummary> WITHOUT_THRESHOLD =
      new TupleTag<>("withoutThreshold") {};
  private static final TupleTag<String> FATES = new TupleTag<>("fates") {};

  private final AlertThresholds thresholds;
  private final int maxAnomalies;
  private final AllowList allowList;
  private final Verdicts verdicts;
  private final Severity least;
  private final boolean keepsOrdinary;

  private SelectAnomalies(
      AlertThresholds thresholds,
      int maxAnomalies,
      AllowList allowList,
      Verdicts verdicts,
      Severity least,
      boolean keepsOrdinary) {
    this.thresholds = requireNonNull(thresholds, "thresholds");
    this.maxAnomalies = maxAnomalies;
    this.allowList = requireNonNull(allowList, "allowList");
    this.verdicts = requireNonNull(verdicts, "verdicts");
    this.least = requireNonNull(least, "least");
    this.keepsOrdinary = keepsOrdinary;
  }

  /** Reports every access that training has not seen. */
  public static SelectAnomalies all() {
    return new SelectAnomalies(
        AlertThresholds.NONE,
        Integer.MAX_VALUE,
        AllowList.EMPTY,
        Verdicts.NONE,
        Severity.INFORMATIONAL,
        false);
  }

  /**
   * Reports what deserves an alert, by the tenant's {@link dev.byoml.model.calibrate.AlertLine},
   * and keeps what else is new as ordinary.
   */
  public static SelectAnomalies aboveTheLine() {
    return all().with(Severity.MEDIUM, true);
  }

  /** Whether {@link #ORDINARY} has what else is new; it is empty otherwise. */
  public boolean keepsOrdinary() {
    return keepsOrdinary;
  }

  /** Reports only what is at least so severe. */
  public SelectAnomalies withLeast(Severity least) {
    return with(least, keepsOrdinary);
  }

  private SelectAnomalies with(Severity least, boolean keepsOrdinary) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts, least, keepsOrdinary);
  }

  /** Reports only scores of at least {@code threshold}. */
  public SelectAnomalies withThreshold(double threshold) {
    return withThresholds(AlertThresholds.ofAll(threshold));
  }

  /** Reports only scores of at least the tenant's threshold. */
  public SelectAnomalies withThresholds(AlertThresholds thresholds) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts, least, keepsOrdinary);
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
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts, least, keepsOrdinary);
  }

  /** Never reports what {@code allowList} allows. */
  public SelectAnomalies withAllowList(AllowList allowList) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts, least, keepsOrdinary);
  }

  /** Never reports what was found to be benign. */
  public SelectAnomalies withVerdicts(Verdicts verdicts) {
    return new SelectAnomalies(thresholds, maxAnomalies, allowList, verdicts, least, keepsOrdinary);
  }

  /** What it selects by, as large as that may be. */
  public List<LargeValue> largeValues() {
    return List.of(thresholds, allowList, verdicts);
  }

  @Override
  public PCollectionTuple expand(PCollection<ScoredSummary> scored) {
    PCollectionTuple chosen =
        scored.apply(
            "Choose",
            ParDo.of(chooser())
                .withOutputTags(
                    SELECTED, TupleTagList.of(WITHOUT_THRESHOLD).and(ORDINARY).and(FATES)));
    PCollection<ScoredSummary> withThreshold = chosen.get(SELECTED).setCoder(ScoredSummary.CODER);
    PCollection<ScoredSummary> others = chosen.get(WITHOUT_THRESHOLD).setCoder(ScoredSummary.CODER);
    PCollection<ScoredSummary> selected =
        limited(
            "Limit each tenant",
            PCollectionList.of(withThreshold)
                .and(
                    limited("Limit tenants without a threshold", others, thresholds.mostOfOthers()))
                .apply("All selected", Flatten.pCollections()),
            maxAnomalies);
    PCollection<KV<String, Long>> outcomes =
        chosen
            .get(FATES)
            .setCoder(StringUtf8Coder.of())
            .apply("Count outcomes", Count.perElement())
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
    PCollectionList<KV<String, Long>> numbers =
        PCollectionList.of(outcomes)
            .and(scored.apply("Count scored", new CountAs(SCORED, 1)))
            .and(selected.apply("Count anomalous", new CountAs("scores.anomalous", 1)))
            .and(selected.apply("Count reported", new CountAs("reported", 1)));
    if (maxAnomalies < Integer.MAX_VALUE || thresholds.mostOfOthers() < Integer.MAX_VALUE) {
      numbers =
          numbers
              .and(withThreshold.apply("Count within", new CountAs(OVER_LIMIT, 1)))
              .and(others.apply("Count others", new CountAs(OVER_LIMIT, 1)))
              .and(selected.apply("Count over the limit", new CountAs(OVER_LIMIT, -1)));
    }
    return PCollectionTuple.of(ANOMALIES, selected)
        .and(ORDINARY, chosen.get(ORDINARY).setCoder(ScoredSummary.CODER))
        .and(OUTCOMES, numbers.apply("All outcomes", Flatten.pCollections()));
  }

  /**
   * What is reported of one tenant's window, as the transform selects it.
   *
   * @param tenant whose window it is
   * @param scored its scores; those of accesses that training has seen may be left out
   * @param fates gets what became of each, by the names of {@link #OUTCOMES}
   */
  public Selected selectWithin(
      String tenant, Iterable<ScoredSummary> scored, Consumer<String> fates) {
    ChooseFn choose = chooser();
    List<ScoredSummary> selected = new ArrayList<>();
    List<ScoredSummary> ordinary = new ArrayList<>();
    for (ScoredSummary summary : scored) {
      Optional<String> fate = choose.fate(summary, fates);
      fate.ifPresent(fates);
      if (fate.isEmpty()) {
        selected.add(summary);
      } else if (fate.get().equals(ORDINARY_FATE)) {
        ordinary.add(summary);
      }
    }
    selected.sort(ScoredSummary.MOST_ANOMALOUS_FIRST);
    int most =
        thresholds.of(tenant).isPresent()
            ? maxAnomalies
            : Math.min(maxAnomalies, thresholds.mostOfOthers());
    int reported = Math.min(most, selected.size());
    for (int i = 0; i < selected.size(); i++) {
      fates.accept(i < reported ? "scores.anomalous" : OVER_LIMIT);
    }
    return new Selected(selected.subList(0, reported), ordinary);
  }

  /**
   * What is selected of one tenant's window.
   *
   * @param anomalies what is reported, the most anomalous first
   * @param ordinary what else is new, where that is kept
   */
  public record Selected(List<ScoredSummary> anomalies, List<ScoredSummary> ordinary) {
    /** Keeps copies. */
    public Selected {
      anomalies = List.copyOf(anomalies);
      ordinary = List.copyOf(ordinary);
    }
  }

  private ChooseFn chooser() {
    return new ChooseFn(thresholds, allowList, verdicts, least, keepsOrdinary);
  }

  /** The number of elements, under a name, taken so many times. */
  private static final class CountAs
      extends PTransform<PCollection<ScoredSummary>, PCollection<KV<String, Long>>> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final long times;

    CountAs(String name, long times) {
      this.name = name;
      this.times = times;
    }

    @Override
    public PCollection<KV<String, Long>> expand(PCollection<ScoredSummary> elements) {
      return elements
          .apply("Count", Count.globally())
          .apply("Times", MapElements.into(TypeDescriptors.longs()).via(count -> times * count))
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
    private final Severity least;
    private final boolean keepsOrdinary;

    ChooseFn(
        AlertThresholds thresholds,
        AllowList allowList,
        Verdicts verdicts,
        Severity least,
        boolean keepsOrdinary) {
      this.thresholds = thresholds;
      this.allowList = allowList;
      this.verdicts = verdicts;
      this.least = least;
      this.keepsOrdinary = keepsOrdinary;
    }

    @ProcessElement
    public void process(@Element ScoredSummary summary, MultiOutputReceiver receiver) {
      Optional<String> fate = fate(summary, receiver.get(FATES)::output);
      fate.ifPresent(receiver.get(FATES)::output);
      if (fate.isEmpty()) {
        boolean hasThreshold = thresholds.of(summary.key().tenant()).isPresent();
        receiver.get(hasThreshold ? SELECTED : WITHOUT_THRESHOLD).output(summary);
      } else if (fate.get().equals(ORDINARY_FATE)) {
        receiver.get(ORDINARY).output(summary);
      }
    }

    /**
     * Why a summary is not reported, or nothing if it is.
     *
     * @param owners gets the owner that allows it, as a number's name
     */
    Optional<String> fate(ScoredSummary summary, Consumer<String> owners) {
      OptionalDouble threshold = thresholds.of(summary.key().tenant());
      if (summary.scored().reason() == Reason.SEEN_BEFORE) {
        return Optional.of(SEEN_BEFORE);
      }
      boolean isOrdinary = summary.severity().compareTo(least) < 0;
      if ((threshold.isPresent() && summary.scored().score() < threshold.getAsDouble())
          || (isOrdinary && !keepsOrdinary)) {
        return Optional.of("scores.belowThreshold");
      }
      if (verdicts.on(summary.key()).equals(Optional.of(Verdict.BENIGN))) {
        return Optional.of("scores.confirmedBenign");
      }
      Optional<String> owner = allowList.allowedBy(summary.key(), summary.totals().last());
      if (owner.isPresent()) {
        owners.accept("allowedByOwner." + owner.get());
        return Optional.of("scores.allowed");
      }
      return isOrdinary ? Optional.of(ORDINARY_FATE) : Optional.empty();
    }
  }
}
