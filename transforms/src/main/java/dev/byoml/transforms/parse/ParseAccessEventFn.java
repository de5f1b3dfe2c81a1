package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.metrics.PhaseTime;
import dev.byoml.transforms.read.SourceLine;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Parses lines and counts what becomes of them. The counts are an output, one element a bundle and
 * window, so that they are right also where a runner tries a bundle twice; the metrics are for
 * looking on.
 */
final class ParseAccessEventFn extends DoFn<SourceLine, AccessEvent> {
  private final PhaseTime reading = PhaseTime.of(PhaseTime.READ);
  private final String templateName;
  private final String templateDefinition;
  private final TimeRange range;

  private transient LineParser parser;
  private transient Map<BoundedWindow, LineTally> tallies;

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
    tallies = new LinkedHashMap<>();
    reading.atWork();
  }

  @ProcessElement
  public void parse(@Element SourceLine line, BoundedWindow window, MultiOutputReceiver outputs) {
    LineTally tally = tallies.computeIfAbsent(window, unseen -> new LineTally());
    ParsedLine parsed = parser.parse(line);
    if (parsed instanceof ParsedLine.Used used) {
      tally.addUsed();
      outputs.get(ParseAccessEvents.EVENTS).output(used.event());
    } else if (parsed instanceof ParsedLine.Filtered filtered) {
      tally.addFiltered(filtered.reason());
    } else if (parsed instanceof ParsedLine.Rejected rejected) {
      tally.addRejected(rejected.line().reason());
      outputs.get(ParseAccessEvents.REJECTED).output(rejected.line());
    }
  }

  @FinishBundle
  public void outputCounts(FinishBundleContext context) {
    reading.atWork();
    tallies.forEach(
        (window, tally) -> {
          LineCounts counts = tally.counts();
          context.output(ParseAccessEvents.COUNTS, counts, window.maxTimestamp(), window);
          report(counts);
        });
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
