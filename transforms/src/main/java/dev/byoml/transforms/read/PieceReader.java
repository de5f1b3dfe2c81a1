package dev.byoml.transforms.read;

import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.file.FileLines;
import dev.byoml.transforms.source.topic.TopicLines;

/** Opens pieces of input, whatever they are pieces of. */
public final class PieceReader {
  private PieceReader() {}

  /**
   * The lines of a piece. Whoever opens them closes them.
   *
   * @throws UnreadableInputException if the file system or the broker fails again and again
   */
  public static SourceLines open(InputPiece piece) throws UnreadableInputException {
    return piece instanceof TopicRange range
        ? TopicLines.open(range)
        : FileLines.open((FileRange) piece);
  }
}
