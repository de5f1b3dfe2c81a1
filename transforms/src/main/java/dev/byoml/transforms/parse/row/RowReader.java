package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;
import java.util.function.Predicate;

/** Takes a line apart into the fields of a row. May keep buffers, so that it is for one thread. */
public interface RowReader {

  /**
   * Fills {@code row}, which is empty, from a line.
   *
   * @param buffer holds the line, and must stay as it is while the row is used
   * @param start index of the line's first byte
   * @param end index after its last byte
   * @throws RejectedException if the line cannot be read
   */
  void read(byte[] buffer, int start, int end, Row row) throws RejectedException;

  /**
   * Lets rows be left that nobody wants: once {@code unwanted} says so of what a row holds up to
   * there, the rest of it need not be read, nor be correct. Whether a row is left depends on
   * nothing but the row.
   */
  default void leaveWhere(Predicate<Row> unwanted) {}

  /** The reader for the lines of {@code template}. */
  static RowReader of(Template template) {
    return switch (template.format()) {
      case JSON -> new JsonRowReader(template.tree(), template.fieldsOfRows());
      case TSV -> new ColumnRowReader(template, ColumnSeparator.TAB);
      case CSV -> new ColumnRowReader(template, ColumnSeparator.COMMA);
    };
  }
}
