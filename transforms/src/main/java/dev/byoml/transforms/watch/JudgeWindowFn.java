package dev.byoml.transforms.watch;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.model.LoadedTenant;
import dev.byoml.transforms.model.TenantModels;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.model.WindowModels.WindowModel;
import dev.byoml.transforms.score.ExplainAnomalies;
import dev.byoml.transforms.score.ScoreAccesses;
import dev.byoml.transforms.score.ScoredSummary;
import dev.byoml.transforms.score.SelectAnomalies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Keeps the candidates of one window and tenant, and judges them together. */
final class JudgeWindowFn
    extends DoFn<
        KV<KV<Long, String>, KV<AccessKey, AccessSummary>>,
        KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>>> {
  /** How candidates are kept. */
  static final KvCoder<AccessKey, AccessSummary> CANDIDATES =
      KvCoder.of(AccessCoders.KEY, AccessSummary.CODER);

  private static final long serialVersionUID = 1L;
  private static final int HEXADECIMAL = 16;

  /** What stands before the identity of a result that is not reported. */
  private static final String ORDINARY = "ordinary ";

  /** Of two totals of one access the later ones come last: rows are added, or found to be older. */
  private static final Comparator<AccessTotals> LATER_LAST =
      Comparator.comparingLong(AccessTotals::events)
          .thenComparing(AccessTotals::count, Comparator.reverseOrder())
          .thenComparing(AccessTotals::first, Comparator.reverseOrder())
          .thenComparing(AccessTotals::last, Comparator.reverseOrder());

  @StateId("candidates")
  private final StateSpec<BagState<KV<AccessKey, AccessSummary>>> candidates =
      StateSpecs.bag(CANDIDATES);

  /** A digest of each result that was written, by the result's identity. */
  @StateId("told")
  private final StateSpec<ValueState<Map<String, Long>>> told =
      StateSpecs.value(MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  /** When the candidates are judged. */
  @StateId("due")
  private final StateSpec<ValueState<Long>> due = StateSpecs.value(VarLongCoder.of());

  @TimerId("judge")
  private final TimerSpec judge = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId("forget")
  private final TimerSpec forget = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Counter opened = Metrics.counter("byoml", "windowsOpened");
  private final Counter closed = Metrics.counter("byoml", "windowsClosed");
  private final Counter reported = Metrics.counter("byoml", "reported");
  private final Counter amended = Metrics.counter("byoml", "amended");
  private final WatchWindows windows;
  private final WindowModels models;
  private final WindowSelection selection;
  private final Enrichment enrichment;

  JudgeWindowFn(
      WatchWindows windows, WindowModels models, WindowSelection selection, Enrichment enrichment) {
    this.windows = windows;
    this.models = models;
    this.selection = selection;
    this.enrichment = enrichment;
  }

  @ProcessElement
  public void keep(
      @Element KV<KV<Long, String>, KV<AccessKey, AccessSummary>> candidate,
      @Timestamp org.joda.time.Instant time,
      @StateId("candidates") BagState<KV<AccessKey, AccessSummary>> candidates,
      @StateId("told") ValueState<Map<String, Long>> told,
      @StateId("due") ValueState<Long> due,
      @TimerId("judge") Timer judge,
      @TimerId("forget") Timer forget,
      MultiOutputReceiver outputs) {
    long start = candidate.getKey().getKey();
    candidates.add(candidate.getValue());
    if (due.read() == null) {
      if (told.read() == null) {
        count(opened, outputs);
        told.write(Map.of());
      }
      long when = Math.max(windows.endOf(start), time.getMillis());
      due.write(when);
      judge.set(org.joda.time.Instant.ofEpochMilli(when));
      // The last changes are given on when the accesses are forgotten; this must come after it.
      forget.set(
          org.joda.time.Instant.ofEpochMilli(
              Math.max(windows.forgottenAt(start), time.getMillis()) + 1));
    }
  }

  @OnTimer("judge")
  public void judge(
      @Key KV<Long, String> window,
      @StateId("candidates") BagState<KV<AccessKey, AccessSummary>> candidates,
      @StateId("told") ValueState<Map<String, Long>> told,
      @StateId("due") ValueState<Long> due,
      MultiOutputReceiver outputs) {
    if (due.read() == null) {
      return;
    }
    due.clear();
    Map<AccessKey, AccessSummary> latest = latest(candidates.read());
    candidates.clear();
    latest.forEach((key, summary) -> candidates.add(KV.of(key, summary)));

    KV<List<Anomaly>, List<Anomaly>> results = results(window, latest);
    Map<String, Long> before = told.read() == null ? Map.of() : told.read();
    Map<String, Long> now = new HashMap<>();
    for (Anomaly result : results.getKey()) {
      long digest = digest(result);
      now.put(result.recordId(), digest);
      Long earlier = before.get(result.recordId());
      if (earlier == null || earlier != digest) {
        count(earlier == null ? reported : amended, outputs);
        outputs.get(JudgeWindows.CHANGES).output(result);
      }
    }
    results.getValue().forEach(result -> now.put(ORDINARY + result.recordId(), digest(result)));
    if (!now.equals(before)) {
      outputs.get(JudgeWindows.WINDOWS).output(KV.of(window, results));
    }
    told.write(now);
  }

  @OnTimer("forget")
  public void forget(
      @Key KV<Long, String> window,
      @StateId("candidates") BagState<KV<AccessKey, AccessSummary>> candidates,
      @StateId("told") ValueState<Map<String, Long>> told,
      @StateId("due") ValueState<Long> due,
      @TimerId("judge") Timer judge,
      MultiOutputReceiver outputs) {
    judge.clear();
    judge(window, candidates, told, due, outputs);
    candidates.clear();
    told.clear();
    count(closed, outputs);
  }

  private static void count(Counter counter, MultiOutputReceiver outputs) {
    counter.inc();
    outputs.get(JudgeWindows.NUMBERS).output(KV.of(counter.getName().getName(), 1L));
  }

  private KV<List<Anomaly>, List<Anomaly>> results(
      KV<Long, String> window, Map<AccessKey, AccessSummary> summaries) {
    Instant start = WatchWindows.instant(window.getKey());
    Instant end = WatchWindows.instant(windows.endOf(window.getKey()));
    String tenant = window.getValue();
    WindowModel model = models.of(start);
    Optional<LoadedTenant> loaded = TenantModels.ofThisWorker().get(model.reference(), tenant);
    List<ScoredSummary> scored = new ArrayList<>();
    List<KV<AccessKey, AccessSummary>> unseen = new ArrayList<>();
    summaries.forEach(
        (key, summary) -> {
          if (loaded
              .filter(known -> known.scorer().hasSeen(key.user(), key.resource()))
              .isPresent()) {
            Metrics.counter("byoml", "scores.seenBefore").inc();
          } else {
            unseen.add(KV.of(key, summary));
          }
        });
    if (!unseen.isEmpty()) {
      scored.addAll(ScoreAccesses.scoreUnseen(model.reference(), tenant, unseen));
    }
    SelectAnomalies.Selected selected =
        selection
            .of(model.manifest())
            .selectWithin(tenant, scored, fate -> Metrics.counter("byoml", fate).inc());
    Function<ScoredSummary, Anomaly> explain =
        summary -> ExplainAnomalies.explain(summary, model.reference(), start, end, enrichment);
    return KV.of(
        selected.anomalies().stream().map(explain).toList(),
        selected.ordinary().stream().map(explain).toList());
  }

  /** Returns the latest summary of each access. */
  private static Map<AccessKey, AccessSummary> latest(
      Iterable<KV<AccessKey, AccessSummary>> candidates) {
    Map<AccessKey, AccessSummary> latest = new TreeMap<>();
    candidates.forEach(
        candidate ->
            latest.merge(
                candidate.getKey(),
                candidate.getValue(),
                (one, other) ->
                    LATER_LAST.compare(one.totals(), other.totals()) < 0 ? other : one));
    return latest;
  }

  private static long digest(Anomaly result) {
    return Long.parseUnsignedLong(
        new ContentDigest().add(AnomalyJson.write(result)).toHex().substring(0, HEXADECIMAL),
        HEXADECIMAL);
  }
}
