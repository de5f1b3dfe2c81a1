package dev.byoml.transforms.read.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;

/** Writes a row of named values as a line that a template reads. */
final class RowWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final CSVFormat CSV = CSVFormat.RFC4180;

  private final RowFormat format;
  private final List<String> columns;
  private final int fewest;

  /**
   * Writes rows.
   *
   * @param template what reads them; null for JSON objects
   */
  RowWriter(Template template) {
    this.format = template == null ? RowFormat.JSON : template.format();
    this.columns = new ArrayList<>(template == null ? List.of() : template.columns());
    this.fewest = columns.size();
    columns.addAll(template == null ? List.of() : template.optionalColumns());
  }

  /**
   * The line of a row.
   *
   * @param values by name; texts, numbers, truth values, and lists and maps of them
   */
  byte[] line(Map<String, ?> values) {
    if (format == RowFormat.JSON) {
      try {
        return JSON.writeValueAsBytes(values);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("the values of a row can always be written", e);
      }
    }
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      Object value = values.get(columns.get(column));
      if (column >= fewest && value == null) {
        break;
      }
      cells.add(value == null ? "" : value.toString());
    }
    String line =
        format == RowFormat.CSV
            ? CSV.format(cells.toArray())
            // Nothing is quoted between tabs: a tab in a value cannot be written.
            : String.join("\t", cells.stream().map(cell -> cell.replace('\t', ' ')).toList());
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
