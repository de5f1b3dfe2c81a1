package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Adds up the accesses of each (tenant, user, resource). Events with the same row identity count
 * once, however often and in whichever file they were delivered. Rejected lines and the counts of
 * lines are given on beside them.
 *
 * <p>This is the one shuffle of events in a pipeline, and what is shuffled has been packed before
 * within each bundle, rows without an identity added up. Accesses are spread by user over a fixed
 * number of groups, and the accesses of one group are held in the memory of one worker at a time:
 * far cheaper than a group for each access, above all on the DirectRunner, whose cost grows with
 * the square of the number of keys.
 *
 * <p>The sums leave that shuffle packed, many in one element, and are unpacked for each output on
 * its own: an engine that hands the elements of a step to several others, as Flink does, encodes
 * them for each.
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

  /**
   * The same packed, many accesses in one element and each in one only, and beside them the counts
   * of lines. Which accesses share an element follows from their names.
   */
  public static final TupleTag<Packed<SummaryPart>> PACKED = new TupleTag<>("packed") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /** What became of the lines, in several elements; {@link LineCounts#sum()} adds them up. */
  public static final TupleTag<LineCounts> COUNTS = new TupleTag<>("counts") {};

  /** How many rows were repetitions of others, in several elements, which add up. */
  public static final TupleTag<Long> DUPLICATES = new TupleTag<>("duplicates") {};

  /** Over so many groups accesses are spread. */
  static final int GROUPS = 32;

  /** About so many accesses stand in one packet at most, so that none is large. */
  private static final int MOST_OF_A_PACKET = 50_000;

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
   *     for each (tenant, user, resource) and 36 for each row with an identity
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
    PCollectionTuple added =
        addUpBundles(
            lines.apply(
                "Add up within bundles", ParDo.of(new AddUpFn(new BundleSummarizer(groups)))));
    return added.and(SUMMARIES, summaries(added));
  }

  /**
   * The second half: from the sums of bundles to the sums of all, whatever their windows. All
   * outputs but {@link #SUMMARIES}.
   */
  public static PCollectionTuple addUpBundles(
      PCollection<KV<Integer, Packed<SummaryPart>>> bundles) {
    PCollection<Packed<SummaryPart>> merged = packed(bundles);
    return PCollectionTuple.of(PACKED, merged)
        .and(
            REJECTED,
            merged
                .apply("Each rejected line", ParDo.of(new RejectedFn()))
                .setCoder(RejectedLine.CODER))
        .and(COUNTS, merged.apply("Counts", ParDo.of(new CountsFn())).setCoder(LineCounts.CODER))
        .and(
            DUPLICATES,
            merged.apply("Duplicates", ParDo.of(new DuplicatesFn())).setCoder(VarLongCoder.of()));
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

  /** What {@link #PACKED} is of {@link #addUpBundles}, where nothing else is wanted. */
  public static PCollection<Packed<SummaryPart>> packed(
      PCollection<KV<Integer, Packed<SummaryPart>>> bundles) {
    return bundles
        .setCoder(BundleSummarizer.CODER)
        .apply("Group by user", GroupByKey.create())
        .apply("Add up bundles", ParDo.of(new MergeFn()))
        .setCoder(BundleSummarizer.PACKED);
  }

  /** {@link #SUMMARIES} of outputs that may have no more than {@link #PACKED}. */
  public static PCollection<KV<AccessKey, AccessSummary>> summaries(PCollectionTuple outputs) {
    return outputs.has(SUMMARIES) ? outputs.get(SUMMARIES) : each(outputs.get(PACKED));
  }

  private static PCollection<KV<AccessKey, AccessSummary>> each(
      PCollection<Packed<SummaryPart>> packed) {
    return packed
        .apply("Each access", ParDo.of(new SummariesFn()))
        .setCoder(KvCoder.of(AccessCoders.KEY, AccessSummary.CODER));
  }

  private static final class MergeFn
      extends DoFn<KV<Integer, Iterable<Packed<SummaryPart>>>, Packed<SummaryPart>> {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Packed<SummaryPart>>> group,
        OutputReceiver<Packed<SummaryPart>> receiver) {
      AccessTable merged = new AccessTable();
      List<RejectedLine> rejected = new ArrayList<>();
      LineCounts counts = LineCounts.NONE;
      for (Packed<SummaryPart> packed : group.getValue()) {
        SummaryPart part = SummaryPart.added(packed, window -> merged);
        rejected.addAll(part.rejected());
        counts = counts.plus(part.counts());
      }
      merged.forgetRows();
      int packets = (merged.size() + MOST_OF_A_PACKET - 1) / MOST_OF_A_PACKET;
      int[] packetOf = packetsOf(merged, packets);
      for (int packet = 0; packet < packets; packet++) {
        int number = packet;
        int[] some =
            IntStream.range(0, packetOf.length)
                .filter(access -> packetOf[access] == number)
                .toArray();
        receiver.output(SummaryPart.ofAccesses(0, merged, some, some.length).packed());
      }
      receiver.output(new SummaryPart(0, merged, new int[0], 0, rejected, counts).packed());
    }

    /** By names, since bundles come in any order, and the numbers of accesses with them. */
    private static int[] packetsOf(AccessTable accesses, int packets) {
      int[] packetOf = new int[accesses.size()];
      for (int access = 0; packets > 1 && access < packetOf.length; access++) {
        AccessKey key = accesses.key(access);
        long hash = 31L * key.user().hashCode() + key.resource().hashCode();
        packetOf[access] = Math.floorMod((int) (hash * MULTIPLIER >>> Integer.SIZE), packets);
      }
      return packetOf;
    }
  }

  private static final class SummariesFn
      extends DoFn<Packed<SummaryPart>, KV<AccessKey, AccessSummary>> {
    @ProcessElement
    public void process(
        @Element Packed<SummaryPart> packed,
        OutputReceiver<KV<AccessKey, AccessSummary>> receiver) {
      AccessTable accesses = BundleSummarizer.PACKED.unpack(packed).accesses();
      for (int access = 0; access < accesses.size(); access++) {
        receiver.output(KV.of(accesses.key(access), accesses.summary(access)));
      }
    }
  }

  private static final class RejectedFn extends DoFn<Packed<SummaryPart>, RejectedLine> {
    @ProcessElement
    public void process(
        @Element Packed<SummaryPart> packed, OutputReceiver<RejectedLine> receiver) {
      SummaryPart.ofLines(packed).rejected().forEach(receiver::output);
    }
  }

  private static final class CountsFn extends DoFn<Packed<SummaryPart>, LineCounts> {
    @ProcessElement
    public void process(@Element Packed<SummaryPart> packed, OutputReceiver<LineCounts> receiver) {
      receiver.output(SummaryPart.ofLines(packed).counts());
    }
  }

  private static final class DuplicatesFn extends DoFn<Packed<SummaryPart>, Long> {
    private final Counter duplicates = Metrics.counter("byoml", "filtered/duplicate");

    @ProcessElement
    public void process(@Element Packed<SummaryPart> packed, OutputReceiver<Long> receiver) {
      SummaryPart part = BundleSummarizer.PACKED.unpack(packed);
      duplicates.inc(part.duplicates());
      receiver.output(part.duplicates());
    }
  }
}
