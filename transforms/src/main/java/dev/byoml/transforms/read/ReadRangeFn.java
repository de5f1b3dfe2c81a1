package dev.byoml.transforms.read;

import dev.byoml.transforms.source.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.file.FileLines;
import dev.byoml.transforms.source.file.UnreadableFileException;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Reads the lines of pieces of files. If the file system fails again and again, so does the bundle,
 * and the runner may try it anew.
 */
final class ReadRangeFn extends DoFn<FileRange, SourceLine> {
  @ProcessElement
  public void read(@Element FileRange range, OutputReceiver<SourceLine> lines)
      throws UnreadableFileException {
    FileLines.read(range, line -> lines.output(line.copy()));
  }
}
