package dev.byoml.transforms.parse.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Columns of a CSV record as of RFC 4180, which must not go over several lines. */
final class CommaSeparatedLine implements ColumnLine {
  private static final CSVFormat CSV = CSVFormat.RFC4180;

  @Override
  public List<String> columns(String line) {
    try (CSVParser parser = CSVParser.parse(line, CSV)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : null;
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return null;
    }
  }
}
