package dev.byoml.transforms.enrich;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment.Entry;
import dev.byoml.transforms.text.CsvText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads what is known of users or of resources: CSV whose first line names the columns, among them
 * {@code user} or {@code resource} with the id as the template spells it, and perhaps {@code
 * tenant}. The others are attributes. Blank lines and lines that start with {@code #} are passed
 * over.
 */
public final class EnrichmentFile {
  private static final String USER = "user";
  private static final String RESOURCE = "resource";
  private static final String TENANT = "tenant";

  private EnrichmentFile() {}

  /**
   * Reads a file.
   *
   * @param csv its text
   * @return an entry for each line
   * @throws IllegalArgumentException naming the line that is wrong and what is wrong with it
   */
  public static List<Entry> parse(String csv) {
    List<Entry> entries = new ArrayList<>();
    CsvText.readTable(
        csv,
        EnrichmentFile::checkHeading,
        (row, line) -> entries.add(entry(row.getParser().getHeaderNames(), row, line)));
    return entries;
  }

  private static void checkHeading(List<String> names) {
    boolean users = names.stream().anyMatch(USER::equalsIgnoreCase);
    boolean resources = names.stream().anyMatch(RESOURCE::equalsIgnoreCase);
    if (users == resources) {
      throw new IllegalArgumentException(
          "line 1: must name the columns, among them either user or resource");
    }
  }

  private static Entry entry(List<String> names, CSVRecord row, long line) {
    Side side = row.isMapped(USER) ? Side.USER : Side.RESOURCE;
    if (!row.isConsistent()) {
      throw new IllegalArgumentException(
          "line %d: expected %d columns, got %d".formatted(line, names.size(), row.size()));
    }
    String id = row.get(side == Side.USER ? USER : RESOURCE);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("line %d: has no id".formatted(line));
    }
    String tenant = null;
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(TENANT)) {
        tenant = row.get(i).isEmpty() ? null : row.get(i);
      } else if (!names.get(i).equalsIgnoreCase(USER) && !names.get(i).equalsIgnoreCase(RESOURCE)) {
        attributes.put(names.get(i), row.get(i));
      }
    }
    return new Entry(side, tenant, id, attributes);
  }
}
