package dev.byoml.transforms.summary;

import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.access.AccessTable;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.RejectedLine;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Adds up the summaries of bundles, and encodes the accesses of each window as files, of which a
 * window gets one or more. The same accesses give the same files on every runner: which users share
 * one follows from their names.
 */
final class EncodeParts
    extends PTransform<PCollection<KV<Integer, Packed<SummaryPart>>>, PCollectionTuple> {
  /** Parts of windows, by the numbers of these. */
  static final TupleTag<KV<Integer, WindowPart>> PARTS = new TupleTag<>("parts") {};

  /** The lines that could not be understood. */
  static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  private final List<WindowTarget> targets;

  EncodeParts(List<WindowTarget> targets) {
    this.targets = targets;
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<Integer, Packed<SummaryPart>>> bundles) {
    PCollectionTuple encoded =
        bundles
            .apply("Group by window and user", GroupByKey.create())
            .apply(
                "Encode accesses",
                ParDo.of(new EncodeFn(targets)).withOutputTags(PARTS, TupleTagList.of(REJECTED)));
    encoded.get(PARTS).setCoder(WriteWindows.PARTS);
    encoded.get(REJECTED).setCoder(RejectedLine.CODER);
    return encoded;
  }

  private static final class EncodeFn
      extends DoFn<KV<Integer, Iterable<Packed<SummaryPart>>>, KV<Integer, WindowPart>> {
    private final long[] starts;
    private final long[] ends;

    EncodeFn(List<WindowTarget> targets) {
      this.starts =
          targets.stream().mapToLong(target -> target.window().from().getEpochSecond()).toArray();
      this.ends =
          targets.stream().mapToLong(target -> target.window().to().getEpochSecond()).toArray();
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Packed<SummaryPart>>> group, MultiOutputReceiver outputs) {
      SortedMap<Integer, AccessTable> accesses = new TreeMap<>();
      SortedMap<Integer, LineCounts> counts = new TreeMap<>();
      for (Packed<SummaryPart> packed : group.getValue()) {
        SummaryPart part =
            SummaryPart.added(
                packed, window -> accesses.computeIfAbsent(window, w -> new AccessTable()));
        counts.merge(part.window(), part.counts(), LineCounts::plus);
        part.rejected().forEach(outputs.get(REJECTED)::output);
      }
      accesses.forEach(
          (window, table) ->
              outputs
                  .get(PARTS)
                  .output(KV.of(window, WindowPart.of(window(window), table, counts.get(window)))));
    }

    private SummaryWindow window(int number) {
      return new SummaryWindow(
          Instant.ofEpochSecond(starts[number]), Instant.ofEpochSecond(ends[number]));
    }
  }
}
