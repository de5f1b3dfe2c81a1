package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads lines as events by a template. Every line is accounted for: it is used as an event, it is
 * filtered, or it is rejected with a reason. No line stops a run.
 *
 * <pre>{@code
 * PCollection<ParsedLine> parsed =
 *     lines.apply(
 *         "Parse",
 *         ParseAccessEvents.with(Templates.load("file-share-access")).within(timeRange));
 * PCollectionTuple summarized = parsed.apply("Summarize", SummarizeAccesses.create());
 * }</pre>
 *
 * <p>The three fates share one output. With an output for each, the SparkRunner would keep every
 * event of the run in memory, or read and parse anew for each of them.
 *
 * <p>Rows that a source delivers more than once under the same identity are all used here; who adds
 * up the events folds them, and moves them in the counts with {@link LineCounts#withDuplicates}.
 *
 * <p>The Beam counters {@code read}, {@code used}, {@code filtered}, {@code rejected}, {@code
 * filtered/<reason>} and {@code rejected/<reason>} in the namespace {@code byoml} grow with each
 * finished bundle. The reasons are those of {@link FilterReason} and {@link RejectionReason}, and
 * the names that the template gives.
 */
public final class ParseAccessEvents
    extends PTransform<PCollection<SourceLine>, PCollection<ParsedLine>> {

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
  public PCollection<ParsedLine> expand(PCollection<SourceLine> lines) {
    return lines
        .apply("Parse lines", ParDo.of(new ParseAccessEventFn(new BundleParser(template, range))))
        .setCoder(ParsedLine.CODER);
  }

  private static final class ParseAccessEventFn extends DoFn<SourceLine, ParsedLine> {
    private final BundleParser parser;

    ParseAccessEventFn(BundleParser parser) {
      this.parser = parser;
    }

    @StartBundle
    public void startBundle() {
      parser.start();
    }

    @ProcessElement
    public void parse(@Element SourceLine line, OutputReceiver<ParsedLine> receiver) {
      parser.parse(line, receiver::output);
    }

    @FinishBundle
    public void finishBundle() {
      parser.finish();
    }
  }
}
