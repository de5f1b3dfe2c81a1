package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.TimeWindows;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
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

  /** The sum of the accesses of each (tenant, user, resource). */
  public static final TupleTag<KV<AccessKey, AccessSummary>> SUMMARIES =
      new TupleTag<>("summaries") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /** What became of the lines, in several elements; {@link LineCounts#sum()} adds them up. */
  public static final TupleTag<LineCounts> COUNTS = new TupleTag<>("counts") {};

  /** Over so many groups accesses are spread. */
  static final int GROUPS = 32;

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
    return addUpBundles(
        lines.apply("Add up within bundles", ParDo.of(new AddUpFn(new BundleSummarizer(groups)))));
  }

  /** A summarizer of bundles for {@link #addUpBundles}. */
  static BundleSummarizer ofBundles() {
    return BundleSummarizer.of(TimeWindows.ONE);
  }

  /** The second half: from the sums of bundles to the sums of all, whatever their windows. */
  public static PCollectionTuple addUpBundles(
      PCollection<KV<Integer, Packed<SummaryPart>>> bundles) {
    PCollectionTuple summarized =
        bundles
            .setCoder(BundleSummarizer.CODER)
            .apply("Group by user", GroupByKey.create())
            .apply(
                "Add up bundles",
                ParDo.of(new MergeFn())
                    .withOutputTags(SUMMARIES, TupleTagList.of(REJECTED).and(COUNTS)));
    summarized.get(SUMMARIES).setCoder(KvCoder.of(AccessCoders.KEY, AccessSummary.CODER));
    summarized.get(REJECTED).setCoder(RejectedLine.CODER);
    summarized.get(COUNTS).setCoder(LineCounts.CODER);
    return summarized;
  }

  private static final class AddUpFn extends DoFn<ParsedLine, KV<Integer, Packed<SummaryPart>>> {
    private final BundleSummarizer summarizer;

    AddUpFn(BundleSummarizer summarizer) {
      this.summarizer = summarizer;
    }

    @StartBundle
    public void startBundle() {
      summarizer.start();
    }

    @ProcessElement
    public void process(
        @Element ParsedLine line, OutputReceiver<KV<Integer, Packed<SummaryPart>>> receiver) {
      summarizer.add(line, receiver::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      summarizer.finish(
          part ->
              context.output(part, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }

  private static final class MergeFn
      extends DoFn<KV<Integer, Iterable<Packed<SummaryPart>>>, KV<AccessKey, AccessSummary>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Packed<SummaryPart>>> group, MultiOutputReceiver outputs) {
      AccessTable merged = new AccessTable();
      LineCounts counts = LineCounts.NONE;
      for (Packed<SummaryPart> packed : group.getValue()) {
        SummaryPart part = SummaryPart.added(packed, window -> merged);
        part.rejected().forEach(outputs.get(REJECTED)::output);
        counts = counts.plus(part.counts());
      }
      outputs.get(COUNTS).output(counts);
      OutputReceiver<KV<AccessKey, AccessSummary>> summaries = outputs.get(SUMMARIES);
      for (int access = 0; access < merged.size(); access++) {
        summaries.output(KV.of(merged.key(access), merged.summary(access)));
      }
    }
  }
}
