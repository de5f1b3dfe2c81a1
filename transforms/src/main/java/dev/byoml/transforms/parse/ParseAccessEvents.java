package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.coders.AccessEventCoder;
import dev.byoml.transforms.read.SourceLine;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Turns lines into events by a template. Every line is accounted for: it becomes an event, it is
 * filtered and counted, or it is rejected with a reason. No line stops a run.
 *
 * <pre>{@code
 * PCollectionTuple parsed =
 *     lines.apply(
 *         "Parse",
 *         ParseAccessEvents.with(Templates.load("file-share-access")).within(timeRange));
 * PCollection<AccessEvent> events = parsed.get(ParseAccessEvents.EVENTS);
 * PCollection<LineCounts> counts =
 *     parsed.get(ParseAccessEvents.COUNTS).apply(Combine.globally(LineCounts.sum()));
 * }</pre>
 *
 * <p>Rows that a source delivers more than once under the same identity all become events here; who
 * adds up the events folds them, and moves them in the counts with {@link
 * LineCounts#withDuplicates}.
 *
 * <p>The Beam counters {@code read}, {@code used}, {@code filtered}, {@code rejected}, {@code
 * filtered/<reason>} and {@code rejected/<reason>} in the namespace {@link #METRICS_NAMESPACE} grow
 * with each finished bundle. The reasons are those of {@link FilterReason} and {@link
 * RejectionReason}, and the names that the template gives.
 */
public final class ParseAccessEvents extends PTransform<PCollection<SourceLine>, PCollectionTuple> {

  /** Namespace of the Beam counters. */
  public static final String METRICS_NAMESPACE = "byoml";

  /** The events of the lines that are used. */
  public static final TupleTag<AccessEvent> EVENTS = new TupleTag<>("events") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /**
   * What became of the lines, one element for each bundle and window; {@link LineCounts#sum()} adds
   * them up.
   */
  public static final TupleTag<LineCounts> COUNTS = new TupleTag<>("counts") {};

  private final transient Template template;
  private final TimeRange range;

  private ParseAccessEvents(Template template, TimeRange range) {
    this.template = requireNonNull(template, "template");
    this.range = requireNonNull(range, "range");
  }

  /** Parses events of all times. */
  public static ParseAccessEvents with(Template template) {
    return new ParseAccessEvents(template, TimeRange.ALL);
  }

  /** Filters out the events outside {@code range}. */
  public ParseAccessEvents within(TimeRange range) {
    return new ParseAccessEvents(template, range);
  }

  @Override
  public PCollectionTuple expand(PCollection<SourceLine> lines) {
    PCollectionTuple parsed =
        lines.apply(
            "Parse lines",
            ParDo.of(new ParseAccessEventFn(template, range))
                .withOutputTags(EVENTS, TupleTagList.of(REJECTED).and(COUNTS)));
    parsed.get(EVENTS).setCoder(AccessEventCoder.of());
    parsed.get(REJECTED).setCoder(RejectedLineCoder.of());
    parsed.get(COUNTS).setCoder(LineCountsCoder.of());
    return parsed;
  }
}
