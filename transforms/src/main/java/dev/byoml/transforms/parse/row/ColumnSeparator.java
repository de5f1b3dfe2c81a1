package dev.byoml.transforms.parse.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What stands between the columns of a line. */
enum ColumnSeparator {
  /** A tab. Nothing is quoted, so a column can hold anything but a tab. */
  TAB {
    @Override
    List<String> columns(String line) {
      return List.of(line.split("\t", KEEP_EMPTY));
    }
  },
  /** A comma, in a CSV record as of RFC 4180, which must not go over several lines. */
  COMMA {
    @Override
    List<String> columns(String line) {
      try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
        List<CSVRecord> records = parser.getRecords();
        return records.size() == 1 ? records.get(0).toList() : null;
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        return null;
      }
    }
  };

  private static final int KEEP_EMPTY = -1;

  /**
   * Returns the columns of {@code line} from left to right; null if the line is not of this form.
   *
   * @param line the line without its end
   */
  abstract List<String> columns(String line);
}
