package dev.byoml.transforms.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV that people write: a byte-order mark, blanks around values, blank lines and lines that start
 * with {@code #} do not count.
 */
public final class CsvText {
  private static final CSVFormat ROWS =
      CSVFormat.DEFAULT
          .builder()
          .setCommentMarker('#')
          .setIgnoreEmptyLines(true)
          .setIgnoreSurroundingSpaces(true)
          .get();
  private static final CSVFormat TABLE =
      ROWS.builder().setHeader().setSkipHeaderRecord(true).setIgnoreHeaderCase(true).get();

  private CsvText() {}

  /** Takes the rows of a text one after the other. */
  @FunctionalInterface
  public interface RowReader {
    /**
     * Takes a row.
     *
     * @param row its values
     * @param line number of the line that it ends in, from 1
     */
    void read(CSVRecord row, long line);
  }

  /**
   * Reads a text whose every row holds values.
   *
   * @throws IllegalArgumentException naming the line in which what is no CSV begins; and whatever
   *     the reader throws
   */
  public static void readRows(String csv, RowReader reader) {
    read(ROWS, csv, names -> {}, reader);
  }

  /**
   * Reads a text whose first row names the columns, in whatever case.
   *
   * @param heading takes these names before the first row is read
   * @throws IllegalArgumentException naming the line in which what is no CSV begins; and whatever
   *     the readers throw
   */
  public static void readTable(String csv, Consumer<List<String>> heading, RowReader reader) {
    read(TABLE, csv, heading, reader);
  }

  private static void read(
      CSVFormat format, String csv, Consumer<List<String>> heading, RowReader reader) {
    long line = 1;
    try (CSVParser parser = format.parse(new StringReader(Texts.withoutByteOrderMark(csv)))) {
      heading.accept(parser.getHeaderNames());
      line = parser.getCurrentLineNumber() + 1;
      for (CSVRecord row : parser) {
        line = parser.getCurrentLineNumber() + 1;
        reader.read(row, parser.getCurrentLineNumber());
      }
    } catch (IOException | IllegalStateException | UncheckedIOException e) {
      throw new IllegalArgumentException(
          "the entry that begins in line %d is no CSV: a quote is open, or text stands beside one"
              .formatted(line),
          e);
    }
  }
}
