package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.BundleSummarizer;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.metrics.LineMetrics;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.parse.LineTally;
import dev.byoml.transforms.parse.ParsedAccess;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.RowIdentity;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.topic.UnboundedTopic;
import dev.byoml.transforms.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Adds up the accesses of each (window, tenant, user, resource) from messages without end. Rows
 * with the same identity count once within window and lateness.
 *
 * <p>{@link #SUMMARIES} has each access of a window, under the window's start in milliseconds since
 * 1970: all of them when the watermark passes the window's end, and those whose totals late rows
 * changed once more, together about once a minute of event time, until the window is forgotten. A
 * row whose window is forgotten when its message is read, by the message's timestamp, is {@link
 * #REJECTED} as too late, beside the rows that could not be understood.
 *
 * <p>Rows are added up within each bundle before they are shuffled and kept, as {@link
 * dev.byoml.transforms.access.SummarizeAccesses} does: what is kept grows with the distinct
 * accesses of a window and with 32 bytes for each row that has an identity.
 */
public final class AddUpWindows
    extends PTransform<PCollection<KafkaRecord<byte[], ParsedMessage>>, PCollectionTuple> {
  /** The summary of the accesses of each (window, tenant, user, resource). */
  public static final TupleTag<KV<Long, KV<AccessKey, AccessSummary>>> SUMMARIES =
      new TupleTag<>("summaries") {};

  /** Rows that could not be understood, or came too late. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /** How many rows met which fate, as changes of named numbers, and how far reading has got. */
  public static final TupleTag<KV<String, Long>> NUMBERS = new TupleTag<>("numbers") {};

  private static final TupleTag<KV<KV<Long, Integer>, Packed<SummaryPart>>> PARTS =
      new TupleTag<>("parts") {};

  /** Enough for the workers of a cluster, few enough for parts that are worth packing. */
  private static final int GROUPS = 32;

  private final String input;
  private final transient Template template;
  private final TimeRange range;
  private final WatchWindows windows;

  private AddUpWindows(String input, Template template, TimeRange range, WatchWindows windows) {
    this.input = UnboundedTopic.nameOf(input);
    this.template = requireNonNull(template, "template");
    this.range = requireNonNull(range, "range");
    this.windows = requireNonNull(windows, "windows");
  }

  /**
   * Adds up by windows.
   *
   * @param input the topic's address, for the names of rejected rows
   * @param template how the messages were parsed
   * @param range accesses at other times were filtered
   * @param windows the windows
   */
  public static AddUpWindows of(
      String input, Template template, TimeRange range, WatchWindows windows) {
    return new AddUpWindows(input, template, range, windows);
  }

  @Override
  public PCollectionTuple expand(PCollection<KafkaRecord<byte[], ParsedMessage>> messages) {
    PCollectionTuple added =
        messages.apply(
            "Add up within bundles",
            ParDo.of(new AddUpFn(input, new MessageParser.Provider(template, range), windows))
                .withOutputTags(PARTS, TupleTagList.of(REJECTED).and(NUMBERS)));
    PCollectionTuple summed =
        added
            .get(PARTS)
            .setCoder(
                KvCoder.of(
                    KvCoder.of(VarLongCoder.of(), VarIntCoder.of()), BundleSummarizer.PACKED))
            .apply(
                "Add up windows",
                ParDo.of(new AddUpWindowFn(windows))
                    .withOutputTags(SUMMARIES, TupleTagList.of(NUMBERS)));
    KvCoder<String, Long> numbers = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    return PCollectionTuple.of(
            SUMMARIES,
            summed
                .get(SUMMARIES)
                .setCoder(
                    KvCoder.of(
                        VarLongCoder.of(), KvCoder.of(AccessCoders.KEY, AccessSummary.CODER))))
        .and(REJECTED, added.get(REJECTED).setCoder(RejectedLine.CODER))
        .and(
            NUMBERS,
            PCollectionList.of(added.get(NUMBERS).setCoder(numbers))
                .and(summed.get(NUMBERS).setCoder(numbers))
                .apply("All numbers", Flatten.pCollections()));
  }

  private static final class AddUpFn
      extends DoFn<KafkaRecord<byte[], ParsedMessage>, KV<KV<Long, Integer>, Packed<SummaryPart>>> {
    private static final long serialVersionUID = 1L;

    private final Counter messages = Metrics.counter("byoml", "messagesRead");
    private final Counter late = Metrics.counter("byoml", "late");
    private final Gauge watermark = Metrics.gauge("byoml", "watermark");
    private final String input;
    private final MessageParser.Provider parser;
    private final WatchWindows windows;
    private transient RowIdentity identity;
    private transient Map<Long, BundleSummarizer> summarizers;
    private transient LineTally tally;
    private transient Instant earliest;
    private transient long lateRows;

    AddUpFn(String input, MessageParser.Provider parser, WatchWindows windows) {
      this.input = input;
      this.parser = parser;
      this.windows = windows;
    }

    @StartBundle
    public void startBundle() {
      identity = identity == null ? new RowIdentity() : identity;
      summarizers = new HashMap<>();
      tally = new LineTally();
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
      lateRows = 0;
    }

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], ParsedMessage> message,
        @Timestamp Instant progress,
        MultiOutputReceiver outputs) {
      messages.inc();
      earliest = progress.isBefore(earliest) ? progress : earliest;
      OutputReceiver<KV<KV<Long, Integer>, Packed<SummaryPart>>> parts = outputs.get(PARTS);
      List<ParsedLine> rows = message.getKV().getValue().rows();
      List<SourceLine> lines = null;
      for (int row = 0; row < rows.size(); row++) {
        ParsedLine line = rows.get(row);
        if (line instanceof ParsedLine.Used used) {
          ParsedAccess access = ParsedAccess.of(used.event(), identity);
          long start = windows.startOf(access.nanoseconds());
          if (windows.forgottenAt(start) > progress.getMillis()) {
            tally.addUsed();
            if (windows.endOf(start) <= progress.getMillis()) {
              lateRows++;
            }
            summarizer(start).add(access, under(start, parts::output));
          } else {
            lines = lines == null ? lines(message) : lines;
            reject(
                RejectedLine.of(
                    lines.get(row),
                    RejectionReason.TOO_LATE,
                    "its window ended at " + WatchWindows.instant(windows.endOf(start))),
                outputs);
          }
        } else if (line instanceof ParsedLine.Filtered filtered) {
          tally.addFiltered(filtered.reason());
        } else if (line instanceof ParsedLine.Rejected rejected) {
          reject(rejected.line().at(source(message)), outputs);
        }
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      summarizers.forEach(
          (start, summarizer) ->
              summarizer.finish(
                  under(
                      start,
                      // So that no window closes while rows of it are on their way.
                      part -> context.output(part, earliest, GlobalWindow.INSTANCE))));
      tally.report();
      LineMetrics.name(tally.counts(), (name, lines) -> tell(name, lines, context));
      if (lateRows > 0) {
        late.inc(lateRows);
        tell("late", lateRows, context);
      }
      if (earliest.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
        watermark.set(earliest.getMillis());
        tell(WriteMetrics.WATERMARK, earliest.getMillis(), context);
      }
      summarizers = null;
      tally = null;
    }

    private void tell(String name, long value, FinishBundleContext context) {
      context.output(NUMBERS, KV.of(name, value), earliest, GlobalWindow.INSTANCE);
    }

    private BundleSummarizer summarizer(long start) {
      return summarizers.computeIfAbsent(
          start,
          window -> {
            BundleSummarizer summarizer = new BundleSummarizer(GROUPS);
            summarizer.start();
            return summarizer;
          });
    }

    private static Consumer<KV<Integer, Packed<SummaryPart>>> under(
        long start, Consumer<KV<KV<Long, Integer>, Packed<SummaryPart>>> output) {
      return part -> output.accept(KV.of(KV.of(start, part.getKey()), part.getValue()));
    }

    private void reject(RejectedLine line, MultiOutputReceiver outputs) {
      tally.addRejected(line.reason());
      outputs.get(REJECTED).output(line);
    }

    private List<SourceLine> lines(KafkaRecord<byte[], ParsedMessage> message) {
      return parser.parser().lines(source(message), message.getKV().getValue().content());
    }

    private String source(KafkaRecord<byte[], ParsedMessage> message) {
      return UnboundedTopic.message(input, message.getPartition(), message.getOffset());
    }
  }
}
