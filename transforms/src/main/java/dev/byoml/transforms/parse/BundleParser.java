package dev.byoml.transforms.parse;

import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Template;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Parses the lines of a {@code DoFn}'s bundles, and reports to the runner's metrics what becomes of
 * them: the counters of {@link ParseAccessEvents}. The function calls {@link #start} and {@link
 * #finish} with each bundle.
 */
public final class BundleParser implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PhaseTime reading = PhaseTime.of(PhaseTime.READ);
  private final Template template;
  private final TimeRange range;

  private transient LineParser parser;
  private transient LineTally tally;

  /**
   * A parser by a template.
   *
   * @param range accesses at other times are filtered
   */
  public BundleParser(Template template, TimeRange range) {
    this.template = template;
    this.range = range;
  }

  /** A bundle begins. */
  public void start() {
    if (parser == null) {
      parser = new LineParser(template, range);
    }
    tally = new LineTally();
    reading.atWork();
  }

  /** The template. */
  public Template template() {
    return template;
  }

  /** Gets what becomes of rows. */
  @FunctionalInterface
  public interface Receiver {

    /**
     * A row was read.
     *
     * @param fate what became of it
     * @param parser gives what it holds, until the next row is read
     */
    void accept(LineParser.Fate fate, LineParser parser);
  }

  /**
   * Says what becomes of a line, as values: once, or for each of its rows where it holds several.
   *
   * @param receiver gets what became of the line, or of each row
   */
  public void parse(SourceLine line, Consumer<ParsedLine> receiver) {
    read(line, (fate, read) -> receiver.accept(read.outcome(fate)));
  }

  /**
   * Says what becomes of a line: once, or for each of its rows where it holds several.
   *
   * @param receiver gets what became of the line, or of each row
   */
  public void read(SourceLine line, Receiver receiver) {
    parser.readRows(line, (row, fate) -> give(fate, receiver));
  }

  /**
   * Says what becomes of all lines, one after the other: of each once, or for each of its rows
   * where it holds several.
   *
   * @param receiver gets what became of a line, or of a row
   * @throws UnreadableInputException if the next line cannot be read
   */
  public void read(SourceLines lines, Receiver receiver) throws UnreadableInputException {
    parser.readRows(lines, (row, fate) -> give(fate, receiver));
  }

  private void give(LineParser.Fate fate, Receiver receiver) {
    switch (fate) {
      case USED -> tally.addUsed();
      case FILTERED -> tally.addFiltered(parser.filteredAs());
      case REJECTED -> tally.addRejected(parser.rejected().reason());
    }
    receiver.accept(fate, parser);
  }

  /** The bundle ends. */
  public void finish() {
    reading.atWork();
    tally.report();
  }
}
