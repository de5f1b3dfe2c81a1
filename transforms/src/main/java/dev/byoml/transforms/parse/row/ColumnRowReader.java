package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;
import java.util.List;
import java.util.stream.Stream;

/** Reads a line that consists of columns, which the template names. */
final class ColumnRowReader implements RowReader {
  private final LineText lineText = new LineText();
  private final ColumnSeparator separator;
  private final int fewest;

  /** For each column the field it fills, or -1. */
  private final int[] fieldOfColumn;

  ColumnRowReader(Template template, ColumnSeparator separator) {
    this.separator = separator;
    this.fewest = template.columns().size();
    this.fieldOfColumn =
        Stream.concat(template.columns().stream(), template.optionalColumns().stream())
            .mapToInt(template.fields()::indexOf)
            .toArray();
  }

  @Override
  public void read(byte[] buffer, int start, int end, Row row) throws RejectedException {
    String text = lineText.decode(buffer, start, end).toString();
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new RejectedException(
          RejectionReason.NUL_CHARACTER, "at character " + (nul + 1) + " of the line");
    }
    List<String> columns = separator.columns(text);
    if (columns == null) {
      throw new RejectedException(RejectionReason.INVALID_CSV);
    }
    if (columns.size() < fewest || columns.size() > fieldOfColumn.length) {
      throw new RejectedException(
          RejectionReason.WRONG_COLUMN_COUNT, columns.size() + " instead of " + expected());
    }
    for (int column = 0; column < columns.size(); column++) {
      if (fieldOfColumn[column] >= 0) {
        row.setText(fieldOfColumn[column], columns.get(column));
      }
    }
  }

  private String expected() {
    return fewest == fieldOfColumn.length
        ? Integer.toString(fewest)
        : fewest + " to " + fieldOfColumn.length;
  }
}
