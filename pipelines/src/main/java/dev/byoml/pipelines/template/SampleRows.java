package dev.byoml.pipelines.template;

import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.row.RowReader;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reads the first rows of a file as a run would. */
final class SampleRows {
  private final String file;
  private final PipelineOptions options;

  /**
   * Rows of a file.
   *
   * @param options of the command
   */
  SampleRows(String file, PipelineOptions options) {
    this.file = file;
    this.options = options;
  }

  /** Gets rows. */
  @FunctionalInterface
  interface Receiver {

    /**
     * A row was read.
     *
     * @param row as it stands in the file
     * @param parsed what becomes of it
     * @param parser gives what it holds, until the next row is read
     */
    void accept(SourceLine row, ParsedLine parsed, LineParser parser);
  }

  /**
   * What the rows look like, in words.
   *
   * @param template what they would be read by
   * @throws IOException if the file cannot be read
   */
  String shape(Template template) throws IOException {
    return PieceReader.shape(file, template, options);
  }

  /**
   * Reads the first lines.
   *
   * @param most no more lines are read than this
   * @param receiver gets each line, or its rows where it holds several
   * @return whether the file has no further lines
   * @throws IOException if it cannot be read
   */
  boolean read(Template template, long most, Receiver receiver) throws IOException {
    LineParser parser = new LineParser(template, TimeRange.ALL, RowReader.of(template));
    try (SourceLines lines = PieceReader.open(FileRange.ofWhole(file), template, options)) {
      SourceLine line = lines.next();
      for (long read = 0; line != null && read < most; read++) {
        read(line, parser, receiver);
        line = lines.next();
      }
      return line == null;
    }
  }

  private static void read(SourceLine line, LineParser parser, Receiver receiver) {
    ParsedLine parsed = parser.parse(line);
    if (parsed instanceof ParsedLine.Rejected rejected) {
      List<SourceLine> rows = parser.rowsIn(line, rejected.line());
      if (!rows.isEmpty()) {
        rows.forEach(row -> receiver.accept(row, parser.parse(row), parser));
        return;
      }
    }
    receiver.accept(line, parsed, parser);
  }
}
