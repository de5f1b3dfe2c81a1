package dev.byoml.transforms.read;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Reads the lines of an input of events. */
public final class ReadEventLines extends PTransform<PBegin, PCollection<SourceLine>> {

  /** The longest line that is read, in bytes. Log Analytics takes no longer record. */
  public static final int LONGEST_LINE = 1 << 20;

  private final String input;
  private final TimeRange range;

  private ReadEventLines(String input, TimeRange range) {
    this.input = requireNonNull(input, "input");
    this.range = requireNonNull(range, "range");
  }

  /** Reads all of {@code input}. */
  public static ReadEventLines from(String input) {
    return new ReadEventLines(input, TimeRange.ALL);
  }

  /** Leaves out the files of an export that hold no row of {@code range}. */
  public ReadEventLines within(TimeRange range) {
    return new ReadEventLines(input, range);
  }

  /**
   * Checks that {@code input} is there, before anything runs.
   *
   * @throws InputNotFoundException if it is not, or if it cannot be read
   */
  public static void checkReadable(String input) {
    requireNonNull(input, "input");
  }

  @Override
  public PCollection<SourceLine> expand(PBegin begin) {
    throw new UnsupportedOperationException("reading " + input + " " + range);
  }
}
