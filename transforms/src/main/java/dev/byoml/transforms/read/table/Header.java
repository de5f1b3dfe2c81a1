package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The first line of a text that names its columns, and how the lines after it are cut. */
public final class Header {
  private static final char TAB = '\t';
  private static final List<Character> SEPARATORS = List.of(',', TAB, ';', '|');

  /** The page Logs names the zone that it shows times in behind the name of their column. */
  private static final Pattern ZONE = Pattern.compile("(.+?)\\s*\\[([^\\]]+)\\]");

  private static final String UTC = "UTC";

  private final char separator;
  private final CSVFormat format;
  private final List<String> names;
  private final boolean[] inUtc;

  private Header(char separator, CSVFormat format, List<String> cells, Template template) {
    this.separator = separator;
    this.format = format;
    this.inUtc = new boolean[cells.size()];
    this.names = names(cells, template);
  }

  /**
   * What a line says as a header.
   *
   * @param line the first line of a text
   * @param isTable whether the text is sure to be a table; if not, the line is a header only if it
   *     names all that the template needs
   * @return nothing if the line is not a header
   */
  public static Optional<Header> of(String line, Template template, boolean isTable) {
    Header best = null;
    for (char separator : SEPARATORS) {
      if (mayBe(separator, template)) {
        CSVFormat format = format(separator);
        List<String> cells = cells(line, separator, format);
        if (cells != null
            && areNames(cells)
            && (best == null || cells.size() > best.names.size())) {
          best = new Header(separator, format, cells, template);
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    boolean isHeader = isTable && template.format() == RowFormat.JSON;
    return isHeader || template.lack(best.names).isEmpty() ? Optional.of(best) : Optional.empty();
  }

  /** What the text is called. */
  public String inWords() {
    String between =
        switch (separator) {
          case ',' -> "commas";
          case TAB -> "tabs";
          case ';' -> "semicolons";
          default -> "bars";
        };
    return "a table of %d columns with %s between them".formatted(names.size(), between);
  }

  /** The names of the columns, from left to right. */
  public List<String> names() {
    return names;
  }

  /** Whether a line opens a quotation that it does not close, or closes one it did not open. */
  boolean opensOrCloses(SourceLine line) {
    if (separator == TAB) {
      return false;
    }
    boolean quoted = false;
    for (int i = line.start(); i < line.end(); i++) {
      quoted ^= line.buffer()[i] == '"';
    }
    return quoted;
  }

  /** Returns the cells of a record, or null if it is not one. */
  List<String> cells(String record) {
    return cells(record, separator, format);
  }

  /** The value of a cell: as it is, but for a time that the header says how to read. */
  String value(int column, String cell) {
    return inUtc[column] ? PageTime.toIso(cell) : cell;
  }

  private List<String> names(List<String> cells, Template template) {
    Map<String, String> fields = new HashMap<>();
    template.fields().forEach(field -> fields.put(field.toLowerCase(Locale.ROOT), field));
    List<String> written =
        cells.stream()
            .map(
                cell -> {
                  Matcher zone = ZONE.matcher(cell.strip());
                  return zone.matches() ? zone.group(1) : cell.strip();
                })
            .toList();
    for (int column = 0; column < cells.size(); column++) {
      Matcher zone = ZONE.matcher(cells.get(column).strip());
      inUtc[column] = zone.matches() && zone.group(2).equalsIgnoreCase(UTC);
    }
    return written.stream()
        .map(
            name -> {
              String field = fields.get(name.toLowerCase(Locale.ROOT));
              return field == null || written.contains(field) ? name : field;
            })
        .toList();
  }

  private static boolean mayBe(char separator, Template template) {
    return switch (template.format()) {
      case JSON -> true;
      case TSV -> separator == TAB;
      case CSV -> separator != TAB;
    };
  }

  private static CSVFormat format(char separator) {
    return CSVFormat.RFC4180.builder().setDelimiter(separator).get();
  }

  private static List<String> cells(String record, char separator, CSVFormat format) {
    if (separator == TAB) {
      return List.of(record.split("\t", -1));
    }
    try (CSVParser parser = CSVParser.parse(record, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.get(0).toList() : null;
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return null;
    }
  }

  /** Whether cells can be the names of columns: at least two, none twice, none of them blank. */
  private static boolean areNames(List<String> cells) {
    return cells.size() > 1
        && new HashSet<>(cells).size() == cells.size()
        && cells.stream().noneMatch(String::isBlank);
  }
}
