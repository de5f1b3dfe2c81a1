package dev.byoml.transforms.source.list;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.FileRange;
import dev.byoml.transforms.source.FileRangeCoder;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.file.FileLines;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the files of an input that {@link ReadEventLines} describes, a topic excepted, cuts the
 * large ones into pieces, and spreads the pieces over workers. {@link FileLines} reads them.
 */
public final class ListFileRanges extends PTransform<PBegin, PCollection<FileRange>> {
  /** Engines may hold all lines of a piece at a time. */
  public static final long PIECE_SIZE = 16L << 20;

  /**
   * Files are handed to workers in so many heaps: enough to keep the cores of a cluster busy, few
   * enough for the DirectRunner, whose cost grows with the square of the number of keys.
   */
  private static final int BUCKETS = 32;

  private final String input;
  private final TimeRange range;
  private final long pieceSize;

  private ListFileRanges(String input, TimeRange range, long pieceSize) {
    this.input = requireNonNull(input, "input");
    this.range = requireNonNull(range, "range");
    this.pieceSize = pieceSize;
  }

  /** Finds all files of {@code input}. */
  public static ListFileRanges of(String input) {
    return new ListFileRanges(input, TimeRange.ALL, PIECE_SIZE);
  }

  /** Leaves out the files of an export that hold no row of {@code range}. */
  public ListFileRanges within(TimeRange range) {
    return new ListFileRanges(input, range, pieceSize);
  }

  /** Cuts pieces of {@code bytes}. */
  public ListFileRanges inPiecesOf(long bytes) {
    return new ListFileRanges(input, range, bytes);
  }

  /**
   * Adds the listing to a pipeline.
   *
   * @throws InputNotFoundException if it is certain that there is no such input
   */
  @Override
  public PCollection<FileRange> expand(PBegin begin) {
    return begin
        .apply(
            "Name patterns",
            Create.of(EventInput.of(input).patterns(range)).withCoder(InputPatternCoder.of()))
        .apply("List files", ParDo.of(new ListFilesFn(range, pieceSize)))
        .setCoder(FileRangeCoder.of())
        .apply("Spread over workers", Reshuffle.<FileRange>viaRandomKey().withNumBuckets(BUCKETS));
  }
}
