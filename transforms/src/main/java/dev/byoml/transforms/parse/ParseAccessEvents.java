package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.read.SourceLine;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** Turns lines into events by a template. */
public final class ParseAccessEvents extends PTransform<PCollection<SourceLine>, PCollectionTuple> {

  /** The events of the lines that are used. */
  public static final TupleTag<AccessEvent> EVENTS = new TupleTag<>("events") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = new TupleTag<>("rejected") {};

  /** What became of the lines, one element for each bundle; {@link LineCounts#sum()} adds up. */
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
    throw new UnsupportedOperationException("parsing with " + template.name() + " " + range);
  }
}
