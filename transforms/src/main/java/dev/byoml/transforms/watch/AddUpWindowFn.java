package dev.byoml.transforms.watch;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.BundleSummarizer;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.metrics.LineMetrics;
import java.util.List;
import org.apache.beam.sdk.coders.BooleanCoder;
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
import org.joda.time.Instant;

/**
 * Keeps the accesses of one window and group of users, and gives their summaries when the window
 * closes and when late rows have changed them.
 */
final class AddUpWindowFn
    extends DoFn<
        KV<KV<Long, Integer>, Packed<SummaryPart>>, KV<Long, KV<AccessKey, AccessSummary>>> {
  private static final long serialVersionUID = 1L;

  /** Parts are merged into one when those since the last time hold as many bytes as it, or this. */
  private static final long LEAST_MERGED_BYTES = 1 << 18;

  /** The accesses so far, until the window closes; then those that were given on. */
  @StateId("parts")
  private final StateSpec<BagState<Packed<SummaryPart>>> parts =
      StateSpecs.bag(BundleSummarizer.PACKED);

  /** What came since then. */
  @StateId("late")
  private final StateSpec<BagState<Packed<SummaryPart>>> late =
      StateSpecs.bag(BundleSummarizer.PACKED);

  /** Bytes of the first of the parts, which is merged from others. */
  @StateId("mergedBytes")
  private final StateSpec<ValueState<Long>> mergedBytes = StateSpecs.value(VarLongCoder.of());

  /** Bytes of the parts after it. */
  @StateId("addedBytes")
  private final StateSpec<ValueState<Long>> addedBytes = StateSpecs.value(VarLongCoder.of());

  /** Whether the window is closed. */
  @StateId("closed")
  private final StateSpec<ValueState<Boolean>> closed = StateSpecs.value(BooleanCoder.of());

  /** When the window closes, or the changes by late rows are given on. */
  @StateId("due")
  private final StateSpec<ValueState<Long>> due = StateSpecs.value(VarLongCoder.of());

  @TimerId("tell")
  private final TimerSpec tell = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId("forget")
  private final TimerSpec forget = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Counter duplicates = Metrics.counter("byoml", "filtered/duplicate");
  private final WatchWindows windows;

  AddUpWindowFn(WatchWindows windows) {
    this.windows = windows;
  }

  @ProcessElement
  public void add(
      @Element KV<KV<Long, Integer>, Packed<SummaryPart>> part,
      @Timestamp Instant time,
      @StateId("parts") BagState<Packed<SummaryPart>> parts,
      @StateId("late") BagState<Packed<SummaryPart>> late,
      @StateId("mergedBytes") ValueState<Long> mergedBytes,
      @StateId("addedBytes") ValueState<Long> addedBytes,
      @StateId("closed") ValueState<Boolean> closed,
      @StateId("due") ValueState<Long> due,
      @TimerId("tell") Timer tell,
      @TimerId("forget") Timer forget) {
    long start = part.getKey().getKey();
    if (Boolean.TRUE.equals(closed.read())) {
      late.add(part.getValue());
      if (due.read() == null) {
        setDue(windows.tickAfter(time.getMillis()), due, tell);
      }
      return;
    }
    if (due.read() == null) {
      setDue(Math.max(windows.endOf(start), time.getMillis()), due, tell);
      forget.set(Instant.ofEpochMilli(Math.max(windows.forgottenAt(start), time.getMillis())));
    }
    parts.add(part.getValue());
    long added = orZero(addedBytes.read()) + part.getValue().bytes().length;
    if (added >= Math.max(LEAST_MERGED_BYTES, orZero(mergedBytes.read()))) {
      Packed<SummaryPart> merged = SummaryPart.merged(parts.read()).packed();
      parts.clear();
      parts.add(merged);
      mergedBytes.write((long) merged.bytes().length);
      added = 0;
    }
    addedBytes.write(added);
  }

  @OnTimer("tell")
  public void tell(
      @Key KV<Long, Integer> key,
      @StateId("parts") BagState<Packed<SummaryPart>> parts,
      @StateId("late") BagState<Packed<SummaryPart>> late,
      @StateId("closed") ValueState<Boolean> closed,
      @StateId("due") ValueState<Long> due,
      MultiOutputReceiver outputs) {
    if (due.read() == null) {
      return;
    }
    due.clear();
    if (Boolean.TRUE.equals(closed.read())) {
      tellLate(key, parts, late, outputs);
      return;
    }
    SummaryPart all = SummaryPart.merged(parts.read());
    all.summaries()
        .forEach(
            summary -> outputs.get(AddUpWindows.SUMMARIES).output(KV.of(key.getKey(), summary)));
    tellDuplicates(all.duplicates(), outputs);
    keep(all, parts);
    closed.write(true);
  }

  @OnTimer("forget")
  public void forget(
      @Key KV<Long, Integer> key,
      @StateId("parts") BagState<Packed<SummaryPart>> parts,
      @StateId("late") BagState<Packed<SummaryPart>> late,
      @StateId("mergedBytes") ValueState<Long> mergedBytes,
      @StateId("addedBytes") ValueState<Long> addedBytes,
      @StateId("closed") ValueState<Boolean> closed,
      @StateId("due") ValueState<Long> due,
      @TimerId("tell") Timer tell,
      MultiOutputReceiver outputs) {
    tell.clear();
    tell(key, parts, late, closed, due, outputs);
    parts.clear();
    late.clear();
    mergedBytes.clear();
    addedBytes.clear();
    closed.clear();
    due.clear();
  }

  private void tellLate(
      KV<Long, Integer> key,
      BagState<Packed<SummaryPart>> parts,
      BagState<Packed<SummaryPart>> late,
      MultiOutputReceiver outputs) {
    SummaryPart earlier = SummaryPart.merged(parts.read());
    long known = earlier.duplicates();
    KV<SummaryPart, List<KV<AccessKey, AccessSummary>>> amended =
        SummaryPart.amended(earlier, SummaryPart.merged(late.read()));
    amended
        .getValue()
        .forEach(
            summary -> outputs.get(AddUpWindows.SUMMARIES).output(KV.of(key.getKey(), summary)));
    tellDuplicates(amended.getKey().duplicates() - known, outputs);
    late.clear();
    keep(amended.getKey(), parts);
  }

  private void tellDuplicates(long rows, MultiOutputReceiver outputs) {
    if (rows > 0) {
      duplicates.inc(rows);
      LineMetrics.nameDuplicates(
          rows, (name, n) -> outputs.get(AddUpWindows.NUMBERS).output(KV.of(name, n)));
    }
  }

  private static void keep(SummaryPart part, BagState<Packed<SummaryPart>> parts) {
    parts.clear();
    parts.add(part.packed());
  }

  private static void setDue(long time, ValueState<Long> due, Timer tell) {
    due.write(time);
    tell.set(Instant.ofEpochMilli(time));
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }
}
