package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.AccessTable;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.GroupTenants;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.model.LoadedTenant;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.model.TenantModels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Gives every summary of a window its score; none is dropped, though those that training has seen
 * may be {@linkplain #countingTheSeen counted} alone.
 *
 * <p>Summaries that training has seen are scored where they are, with the tenant's model in the
 * worker's memory. The others, usually few, are gathered by tenant, since each is judged in the
 * light of all that is new of the window.
 *
 * <p>Output {@link #SCORES} has the scores, {@link #NUMBERS} how much of the window the model
 * knows: {@code names.knownUsers}, {@code names.unknownUsers}, {@code names.knownResources} and
 * {@code names.unknownResources}, all of tenants that it knows, {@code names.movedUsers} and {@code
 * names.movedResources} of those that are spelt almost as known ones, with examples as {@code
 * movedUsers.NEW was OLD}, {@code unknownTenants.ID} with the accesses of each other one, and
 * {@code times.first} and {@code times.last}, the ends of the accesses in seconds since 1970.
 */
public final class ScoreAccesses
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollectionTuple> {
  /** The summaries with their scores. */
  public static final TupleTag<ScoredSummary> SCORES = new TupleTag<>("scores") {};

  /** How much of the window the model knows. */
  public static final TupleTag<KV<String, Long>> NUMBERS = new TupleTag<>("numbers") {};

  private static final TupleTag<Packed<WindowFacts>> FACTS = new TupleTag<>("facts") {};
  private static final TupleTag<ScoredSummary> SCORED = new TupleTag<>("scored") {};
  private static final TupleTag<KV<String, KV<AccessKey, AccessSummary>>> UNSEEN =
      new TupleTag<>("unseen") {};

  private final ModelReference model;
  private final boolean givesSeen;

  private ScoreAccesses(ModelReference model, boolean givesSeen) {
    this.model = requireNonNull(model, "model");
    this.givesSeen = givesSeen;
  }

  /** Scores with this model. */
  public static ScoreAccesses with(ModelReference model) {
    return new ScoreAccesses(model, true);
  }

  /**
   * Only counts the summaries that training has seen: {@link #SCORES} is without them, and {@link
   * #NUMBERS} has how many there are as {@code scored} and {@code scores.seenBefore}, as {@link
   * SelectAnomalies#OUTCOMES} has them of those that it gets. They are nearly all of a window, and
   * as elements they cost an engine more than their scores.
   */
  public ScoreAccesses countingTheSeen() {
    return new ScoreAccesses(model, false);
  }

  /**
   * The scores of a tenant's accesses within a window that training has not seen.
   *
   * @param model scores
   * @param tenant whose accesses these are
   * @param unseen all of them, in any order; those that training has seen may be among them
   * @return their scores, in the order of their keys
   */
  public static List<ScoredSummary> scoreUnseen(
      ModelReference model, String tenant, Iterable<KV<AccessKey, AccessSummary>> unseen) {
    List<KV<AccessKey, AccessSummary>> summaries = new ArrayList<>();
    unseen.forEach(summaries::add);
    summaries.sort(Comparator.comparing(KV::getKey));
    Optional<LoadedTenant> loaded = TenantModels.ofThisWorker().get(model, tenant);
    WindowScorer scorer =
        loaded.map(LoadedTenant::windowScorer).orElseGet(WindowScorer::ofUnknownTenant);
    AlertLine line = loaded.map(LoadedTenant::line).orElse(AlertLine.UNCALIBRATED);
    List<WindowScorer.Judged> judged = scorer.score(summaries.stream().map(KV::getKey).toList());
    List<ScoredSummary> scored = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      KV<AccessKey, AccessSummary> summary = summaries.get(i);
      ScoredAccess score = judged.get(i).scored();
      ActorStory actor = judged.get(i).actor();
      scored.add(
          new ScoredSummary(
              summary.getKey(),
              summary.getValue().totals(),
              score,
              line.severity(score, actor),
              actor));
    }
    return scored;
  }

  /** Scores the same accesses, many in one element. */
  public PTransform<PCollection<Packed<SummaryPart>>, PCollectionTuple> ofPacked() {
    return new OfPacked(model, givesSeen);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<AccessKey, AccessSummary>> summaries) {
    return scored(summaries, new ScoreEachFn(model, givesSeen), model);
  }

  private static final class OfPacked
      extends PTransform<PCollection<Packed<SummaryPart>>, PCollectionTuple> {
    private final ModelReference model;
    private final boolean givesSeen;

    OfPacked(ModelReference model, boolean givesSeen) {
      this.model = model;
      this.givesSeen = givesSeen;
    }

    @Override
    public PCollectionTuple expand(PCollection<Packed<SummaryPart>> packed) {
      return scored(packed, new ScorePackedFn(model, givesSeen), model);
    }
  }

  private static <T> PCollectionTuple scored(
      PCollection<T> summaries, ScoreKnownFn<T> scoreKnown, ModelReference model) {
    PCollectionTuple first =
        summaries.apply(
            "Score the known",
            ParDo.of(scoreKnown).withOutputTags(SCORED, TupleTagList.of(UNSEEN).and(FACTS)));
    PCollectionTuple unseen =
        first
            .get(UNSEEN)
            .setCoder(
                KvCoder.of(StringUtf8Coder.of(), KvCoder.of(AccessCoders.KEY, AccessSummary.CODER)))
            .apply("Gather the unseen", GroupTenants.together())
            .apply(
                "Score the unseen",
                ParDo.of(new ScoreUnseenFn(model)).withOutputTags(SCORED, TupleTagList.of(FACTS)));
    PCollection<ScoredSummary> scores =
        PCollectionList.of(first.get(SCORED).setCoder(ScoredSummary.CODER))
            .and(unseen.get(SCORED).setCoder(ScoredSummary.CODER))
            .apply("All scores", Flatten.pCollections());
    PCollection<KV<String, Long>> numbers =
        PCollectionList.of(first.get(FACTS).setCoder(WindowFacts.PACKED))
            .and(unseen.get(FACTS).setCoder(WindowFacts.PACKED))
            .apply("All facts", Flatten.pCollections())
            .apply("Add up facts", Combine.globally(WindowFacts.sum()).withoutDefaults())
            .setCoder(WindowFacts.CODER)
            .apply("Name the facts", ParDo.of(new NameFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
    return PCollectionTuple.of(SCORES, scores).and(NUMBERS, numbers);
  }

  private static final class NameFn extends DoFn<WindowFacts, KV<String, Long>> {
    @ProcessElement
    public void process(@Element WindowFacts facts, OutputReceiver<KV<String, Long>> receiver) {
      facts.numbers().forEach(receiver::output);
      Metrics.counter(PhaseTime.NAMESPACE, "unknown/users").inc(facts.unknownUsers());
      Metrics.counter(PhaseTime.NAMESPACE, "unknown/resources").inc(facts.unknownResources());
      Metrics.counter(PhaseTime.NAMESPACE, "unknown/tenants").inc(facts.unknownTenants().size());
    }
  }

  private abstract static class ScoreKnownFn<T> extends DoFn<T, ScoredSummary> {
    private static final int MOST_TENANTS = 1024;

    private final Counter scored = Metrics.counter("byoml", "scored");
    private final PhaseTime scoring = PhaseTime.of(PhaseTime.SCORE);
    private final ModelReference model;
    private final boolean givesSeen;
    private transient Map<String, Optional<LoadedTenant>> tenantsOfBundle;
    private transient Map<BoundedWindow, Noted> noted;

    ScoreKnownFn(ModelReference model, boolean givesSeen) {
      this.model = model;
      this.givesSeen = givesSeen;
    }

    @StartBundle
    public void startBundle() {
      tenantsOfBundle = new HashMap<>();
      noted = new LinkedHashMap<>();
      scoring.atWork();
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      noted.forEach(
          (window, facts) ->
              context.output(
                  FACTS, WindowFacts.PACKED.pack(facts.facts()), window.maxTimestamp(), window));
      tenantsOfBundle = null;
      noted = null;
      scoring.atWork();
    }

    /**
     * Scores an access, or hands it on.
     *
     * @param summary gives all that is known of it
     */
    void score(
        AccessKey key,
        AccessTotals totals,
        Supplier<AccessSummary> summary,
        BoundedWindow window,
        MultiOutputReceiver receiver) {
      Optional<LoadedTenant> tenant = tenant(key.tenant());
      Noted facts = noted.computeIfAbsent(window, of -> new Noted());
      facts.add(totals);
      tenant.ifPresent(known -> facts.add(key, known.model()));
      scored.inc();
      Optional<AccessScorer> scorer = tenant.map(LoadedTenant::scorer);
      if (!givesSeen
          && scorer.filter(known -> known.hasSeen(key.user(), key.resource())).isPresent()) {
        facts.countSeen();
        return;
      }
      Optional<ScoredAccess> seen =
          givesSeen
              ? scorer.flatMap(known -> known.scoreSeen(key.user(), key.resource()))
              : Optional.empty();
      if (seen.isPresent()) {
        receiver.get(SCORED).output(ScoredSummary.seenBefore(key, totals, seen.get()));
      } else {
        receiver.get(UNSEEN).output(KV.of(key.tenant(), KV.of(key, summary.get())));
      }
    }

    /** Asks without a lock for the tenants that it met last. */
    private Optional<LoadedTenant> tenant(String id) {
      Optional<LoadedTenant> known = tenantsOfBundle.get(id);
      if (known == null) {
        known = TenantModels.ofThisWorker().get(model, id);
        if (tenantsOfBundle.size() >= MOST_TENANTS) {
          tenantsOfBundle.clear();
        }
        tenantsOfBundle.put(id, known);
      }
      return known;
    }
  }

  private static final class ScoreEachFn extends ScoreKnownFn<KV<AccessKey, AccessSummary>> {
    ScoreEachFn(ModelReference model, boolean givesSeen) {
      super(model, givesSeen);
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary,
        BoundedWindow window,
        MultiOutputReceiver receiver) {
      score(summary.getKey(), summary.getValue().totals(), summary::getValue, window, receiver);
    }
  }

  private static final class ScorePackedFn extends ScoreKnownFn<Packed<SummaryPart>> {
    ScorePackedFn(ModelReference model, boolean givesSeen) {
      super(model, givesSeen);
    }

    @ProcessElement
    public void process(
        @Element Packed<SummaryPart> packed, BoundedWindow window, MultiOutputReceiver receiver) {
      AccessTable accesses = SummaryPart.merged(List.of(packed)).accesses();
      for (int access = 0; access < accesses.size(); access++) {
        int number = access;
        score(
            accesses.key(access),
            accesses.totals(access),
            () -> accesses.summary(number),
            window,
            receiver);
      }
    }
  }

  /** What the accesses of a bundle show about a window. */
  private static final class Noted {
    private final SortedMap<String, WindowFacts.Names> names = new TreeMap<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long seen;

    void countSeen() {
      seen++;
    }

    void add(AccessKey key, TenantModel known) {
      WindowFacts.Names ofTenant =
          names.computeIfAbsent(key.tenant(), tenant -> new WindowFacts.Names());
      int user = known.user(key.user());
      int resource = known.resource(key.resource());
      if (user >= 0) {
        ofTenant.users().set(user);
      }
      if (resource >= 0) {
        ofTenant.resources().set(resource);
      }
    }

    void add(AccessTotals totals) {
      first = totals.first().isBefore(first) ? totals.first() : first;
      last = totals.last().isAfter(last) ? totals.last() : last;
    }

    WindowFacts facts() {
      return new WindowFacts(
          names,
          0,
          0,
          WindowFacts.NONE.unknownTenants(),
          WindowFacts.Moved.NONE,
          WindowFacts.Moved.NONE,
          seen,
          first,
          last);
    }
  }

  private static final class ScoreUnseenFn
      extends DoFn<KV<String, Iterable<KV<AccessKey, AccessSummary>>>, ScoredSummary> {
    private final PhaseTime scoring = PhaseTime.of(PhaseTime.SCORE);
    private final ModelReference model;
    private transient Map<BoundedWindow, WindowFacts.Growing> facts;

    ScoreUnseenFn(ModelReference model) {
      this.model = model;
    }

    @StartBundle
    public void startBundle() {
      facts = new LinkedHashMap<>();
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      facts.forEach(
          (window, all) ->
              context.output(
                  FACTS, WindowFacts.PACKED.pack(all.facts()), window.maxTimestamp(), window));
      facts = null;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<KV<AccessKey, AccessSummary>>> unseen,
        BoundedWindow window,
        MultiOutputReceiver receiver) {
      scoring.atWork();
      List<ScoredSummary> scored = scoreUnseen(model, unseen.getKey(), unseen.getValue());
      scoring.atWork();
      scored.forEach(receiver.get(SCORED)::output);
      facts
          .computeIfAbsent(window, of -> new WindowFacts.Growing())
          .add(
              TenantModels.ofThisWorker()
                  .get(model, unseen.getKey())
                  .map(tenant -> unknown(scored, tenant.model()))
                  .orElseGet(() -> WindowFacts.ofUnknownTenant(unseen.getKey(), scored.size())));
    }

    private static WindowFacts unknown(List<ScoredSummary> scored, TenantModel known) {
      Set<String> users = new HashSet<>();
      Set<String> resources = new HashSet<>();
      for (ScoredSummary summary : scored) {
        if (known.user(summary.key().user()) < 0) {
          users.add(summary.key().user());
        }
        if (known.resource(summary.key().resource()) < 0) {
          resources.add(summary.key().resource());
        }
      }
      return WindowFacts.ofUnknown(users, resources, known.accesses());
    }
  }
}
