package dev.byoml.transforms.parse;

import dev.byoml.transforms.metrics.PhaseTime;
import dev.byoml.transforms.read.SourceLine;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Parses lines, and reports to the runner's metrics what becomes of them. */
final class ParseAccessEventFn extends DoFn<SourceLine, ParsedLine> {
  private final PhaseTime reading = PhaseTime.of(PhaseTime.READ);
  private final String templateName;
  private final String templateDefinition;
  private final TimeRange range;

  private transient LineParser parser;
  private transient LineTally tally;

  ParseAccessEventFn(Template template, TimeRange range) {
    this.templateName = template.name();
    this.templateDefinition = template.definition();
    this.range = range;
  }

  @Setup
  public void compileTemplate() {
    parser = new LineParser(Template.parse(templateName, templateDefinition), range);
  }

  @StartBundle
  public void startCounting() {
    tally = new LineTally();
    reading.atWork();
  }

  @ProcessElement
  public void parse(@Element SourceLine line, OutputReceiver<ParsedLine> receiver) {
    ParsedLine parsed = parser.parse(line);
    tally.add(parsed);
    receiver.output(parsed);
  }

  @FinishBundle
  public void report() {
    reading.atWork();
    report(tally.counts());
  }

  private static void report(LineCounts counts) {
    count("read", counts.read());
    count("used", counts.used());
    count("filtered", counts.filtered());
    count("rejected", counts.rejected());
    counts.filteredByReason().forEach((reason, lines) -> count("filtered/" + reason, lines));
    counts.rejectedByReason().forEach((reason, lines) -> count("rejected/" + reason, lines));
  }

  private static void count(String name, long lines) {
    Metrics.counter(ParseAccessEvents.METRICS_NAMESPACE, name).inc(lines);
  }
}
