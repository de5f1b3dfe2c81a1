package dev.byoml.transforms.parse;

import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Parses the lines of a {@code DoFn}'s bundles, and reports to the runner's metrics what becomes of
 * them: the counters of {@link ParseAccessEvents}. The function calls {@link #start} and {@link
 * #finish} with each bundle.
 */
public final class BundleParser implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PhaseTime reading = PhaseTime.of(PhaseTime.READ);
  private final String templateName;
  private final String templateDefinition;
  private final TimeRange range;

  private transient LineParser parser;
  private transient LineTally tally;

  /**
   * A parser by a template.
   *
   * @param range accesses at other times are filtered
   */
  public BundleParser(Template template, TimeRange range) {
    this.templateName = template.name();
    this.templateDefinition = template.definition();
    this.range = range;
  }

  /** A bundle begins. */
  public void start() {
    if (parser == null) {
      parser = new LineParser(Template.parse(templateName, templateDefinition), range);
    }
    tally = new LineTally();
    reading.atWork();
  }

  /** What becomes of {@code line}. */
  public ParsedLine parse(SourceLine line) {
    ParsedLine parsed = parser.parse(line);
    tally.add(parsed);
    return parsed;
  }

  /** The bundle ends. */
  public void finish() {
    reading.atWork();
    LineCounts counts = tally.counts();
    count("read", counts.read());
    count("used", counts.used());
    count("filtered", counts.filtered());
    count("rejected", counts.rejected());
    counts.filteredByReason().forEach((reason, lines) -> count("filtered/" + reason, lines));
    counts.rejectedByReason().forEach((reason, lines) -> count("rejected/" + reason, lines));
  }

  private static void count(String name, long lines) {
    Metrics.counter(PhaseTime.NAMESPACE, name).inc(lines);
  }
}
