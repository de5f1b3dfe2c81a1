package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.coders.AccessKeyCoder;
import dev.byoml.transforms.group.GroupPacked;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.LineCountsCoder;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.RejectedLineCoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Adds up the accesses of each (tenant, user, resource). Events with the same row identity count
 * once, however often and in whichever file they were delivered. Rejected lines and the counts of
 * lines are given on beside them.
 *
 * <p>This is the one shuffle of events in a pipeline, and what is shuffled has been added up before
 * within each bundle. Accesses are spread by user over a fixed number of groups, and the accesses
 * of one group are held in the memory of one worker at a time: far cheaper than a group for each
 * access, above all on the DirectRunner, whose cost grows with the square of the number of keys.
 *
 * <p>Everything goes through that shuffle, the rejected lines and the counts as well, because no
 * runner reads and parses the input a second time for what is behind it.
 *
 * <p>For bounded input in the global window.
 */
public final class SummarizeAccesses extends PTransform<PCollection<ParsedLine>, PCollectionTuple> {

  /** What the accesses of each (tenant, user, resource) come to. */
  public static final TupleTag<KV<AccessKey, AccessSummary>> SUMMARIES =
      new TupleTag<>("summaries") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /** What became of the lines, in several elements; {@link LineCounts#sum()} adds them up. */
  public static final TupleTag<LineCounts> COUNTS = new TupleTag<>("counts") {};

  private static final int GROUPS = 32;

  private final int groups;

  private SummarizeAccesses(int groups) {
    this.groups = groups;
  }

  /** The transform, for all but the largest inputs. */
  public static SummarizeAccesses create() {
    return new SummarizeAccesses(GROUPS);
  }

  /**
   * The same with another number of groups.
   *
   * @param groups how many; the accesses of one must fit into a worker's memory, at about 300 bytes
   *     for each (tenant, user, resource) and 32 for each row with an identity
   * @throws IllegalArgumentException if it is below 1
   */
  public SummarizeAccesses withGroups(int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, got " + groups);
    }
    return new SummarizeAccesses(groups);
  }

  @Override
  public PCollectionTuple expand(PCollection<ParsedLine> lines) {
    PCollectionTuple summarized =
        lines
            .apply("Add up within bundles", ParDo.of(new AddUpFn(groups)))
            .setCoder(KvCoder.of(VarIntCoder.of(), SummaryPartCoder.of()))
            .apply("Group by user", GroupPacked.byKey())
            .apply(
                "Add up bundles",
                ParDo.of(new MergeFn())
                    .withOutputTags(SUMMARIES, TupleTagList.of(REJECTED).and(COUNTS)));
    summarized.get(SUMMARIES).setCoder(KvCoder.of(AccessKeyCoder.of(), AccessSummaryCoder.of()));
    summarized.get(REJECTED).setCoder(RejectedLineCoder.of());
    summarized.get(COUNTS).setCoder(LineCountsCoder.of());
    return summarized;
  }

  private static final class AddUpFn extends DoFn<ParsedLine, KV<Integer, SummaryPart>> {
    /** These bound the memory of a bundle; what is flushed early is merged later all the same. */
    private static final int MOST_EVENTS_HELD = 100_000;

    private static final int MOST_ACCESSES_HELD = 10_000;
    private static final int MOST_REJECTED_HELD = 10_000;

    private final int groups;
    private transient Map<AccessKey, AccessAccumulator> accesses;
    private transient int eventsHeld;
    private transient List<RejectedLine> rejected;
    private transient LineTally tally;

    AddUpFn(int groups) {
      this.groups = groups;
    }

    @StartBundle
    public void startBundle() {
      accesses = new HashMap<>();
      eventsHeld = 0;
      rejected = new ArrayList<>();
      tally = new LineTally();
    }

    @ProcessElement
    public void process(
        @Element ParsedLine line, OutputReceiver<KV<Integer, SummaryPart>> receiver) {
      tally.add(line);
      if (line instanceof ParsedLine.Used used) {
        AccessEvent event = used.event();
        accesses.computeIfAbsent(event.key(), key -> new AccessAccumulator()).add(event);
        eventsHeld++;
      } else if (line instanceof ParsedLine.Rejected bad) {
        rejected.add(bad.line());
      }
      if (eventsHeld == MOST_EVENTS_HELD
          || accesses.size() == MOST_ACCESSES_HELD
          || rejected.size() == MOST_REJECTED_HELD) {
        outputParts((group, part) -> receiver.output(KV.of(group, part)));
        startBundle();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      outputParts(
          (group, part) ->
              context.output(
                  KV.of(group, part), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
      accesses = null;
      rejected = null;
      tally = null;
    }

    private void outputParts(BiConsumer<Integer, SummaryPart> output) {
      List<List<KV<AccessKey, AccessAccumulator>>> byGroup = new ArrayList<>(groups);
      for (int group = 0; group < groups; group++) {
        byGroup.add(new ArrayList<>());
      }
      accesses.forEach(
          (key, accumulator) -> byGroup.get(group(key)).add(KV.of(key, accumulator.compact())));
      for (int group = 0; group < groups; group++) {
        if (!byGroup.get(group).isEmpty()) {
          output.accept(group, SummaryPart.ofAccesses(byGroup.get(group)));
        }
      }
      output.accept(groupOfOthers(), new SummaryPart(List.of(), rejected, tally.counts()));
    }

    private int group(AccessKey key) {
      return Math.floorMod(31 * key.tenant().hashCode() + key.user().hashCode(), groups);
    }

    /** Any will do that is the same in a second try of the bundle. */
    private int groupOfOthers() {
      return rejected.isEmpty()
          ? 0
          : Math.floorMod(Long.hashCode(rejected.get(0).position()), groups);
    }
  }

  private static final class MergeFn
      extends DoFn<KV<Integer, Iterable<SummaryPart>>, KV<AccessKey, AccessSummary>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<SummaryPart>> group, MultiOutputReceiver outputs) {
      Map<AccessKey, AccessAccumulator> merged = new HashMap<>();
      LineCounts counts = LineCounts.NONE;
      for (SummaryPart part : group.getValue()) {
        for (KV<AccessKey, AccessAccumulator> access : part.accesses()) {
          merged
              .computeIfAbsent(access.getKey(), key -> new AccessAccumulator())
              .merge(access.getValue());
        }
        part.rejected().forEach(outputs.get(REJECTED)::output);
        counts = counts.plus(part.counts());
      }
      outputs.get(COUNTS).output(counts);
      OutputReceiver<KV<AccessKey, AccessSummary>> summaries = outputs.get(SUMMARIES);
      merged.forEach((key, accesses) -> summaries.output(KV.of(key, accesses.summary())));
    }
  }
}
