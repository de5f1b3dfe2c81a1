package dev.byoml.transforms.source.list;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.topic.TopicInput;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds the pieces of an input that {@link ReadEventLines} describes, and spreads them over
 * workers: ranges of its files, the large ones of which are cut, or of the offsets of a topic.
 *
 * <p>The result is bounded. Of a topic it holds what is there when the transform is added to a
 * pipeline.
 */
public final class FindPieces extends PTransform<PBegin, PCollection<InputPiece>> {
  /** Engines may hold all lines of a piece at a time. */
  static final long PIECE_SIZE = 16L << 20;

  private final String input;
  private final TimeRange range;
  private final long pieceSize;

  private FindPieces(String input, TimeRange range, long pieceSize) {
    this.input = requireNonNull(input, "input");
    this.range = requireNonNull(range, "range");
    this.pieceSize = pieceSize;
  }

  /** Finds all pieces of {@code input}. */
  public static FindPieces of(String input) {
    return new FindPieces(input, TimeRange.ALL, PIECE_SIZE);
  }

  /**
   * Leaves out the files of an export, and the messages of a topic, that hold no row of {@code
   * range}.
   */
  public FindPieces within(TimeRange range) {
    return new FindPieces(input, range, pieceSize);
  }

  /** Cuts files into pieces of {@code bytes}. */
  public FindPieces inPiecesOf(long bytes) {
    return new FindPieces(input, range, bytes);
  }

  /**
   * Looks up what there is to read, and adds the listing to a pipeline.
   *
   * @throws InputNotFoundException if it is certain that there is no such input
   */
  @Override
  public PCollection<InputPiece> expand(PBegin begin) {
    PCollection<InputPiece> pieces =
        TopicInput.isTopic(input)
            ? begin.apply(
                "Name offsets",
                Create.of(TopicInput.pieces(input, range)).withCoder(InputPiece.CODER))
            : begin
                .apply(
                    "Name patterns",
                    Create.of(EventInput.of(input).patternsListedTogether(range))
                        .withCoder(ListCoder.of(InputPattern.CODER)))
                .apply("List files", ParDo.of(new ListFilesFn(range, pieceSize)))
                .setCoder(InputPiece.CODER);
    long size = pieceSize;
    int readers = begin.getPipeline().getOptions().as(ReadingOptions.class).getReaders();
    if (readers < 1) {
      throw new IllegalArgumentException("readers must be at least 1, got " + readers);
    }
    return pieces
        .apply(
            "Number readers",
            WithKeys.<Integer, InputPiece>of(piece -> readerOf(piece, size, readers))
                .withKeyType(TypeDescriptors.integers()))
        .apply("Spread over workers", Reshuffle.of())
        .apply("Pieces", Values.create());
  }

  /** Ranges that follow each other go to different readers, so that all have about as much. */
  private static int readerOf(InputPiece piece, long pieceSize, int readers) {
    long number = 0;
    if (piece instanceof FileRange range) {
      number = range.file().hashCode() + range.start() / pieceSize;
    } else if (piece instanceof TopicRange range) {
      number = range.partition() + range.start() / TopicInput.PIECE_SIZE;
    }
    return (int) Math.floorMod(number, (long) readers);
  }
}
