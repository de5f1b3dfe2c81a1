package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;

/** Takes a line apart into the fields of a row. */
public interface RowReader {

  /**
   * Fills {@code row}, which is empty, from a line.
   *
   * @param line the line in correct UTF-8
   * @param text the same line as text; valid until the call returns
   * @throws RejectedException if the line cannot be read
   */
  void read(byte[] line, CharSequence text, Row row) throws RejectedException;

  /** The reader for the lines of {@code template}. */
  static RowReader of(Template template) {
    return switch (template.format()) {
      case JSON -> new JsonRowReader(template);
      case TSV -> new ColumnRowReader(template, new TabSeparatedLine());
      case CSV -> new ColumnRowReader(template, new CommaSeparatedLine());
    };
  }
}
