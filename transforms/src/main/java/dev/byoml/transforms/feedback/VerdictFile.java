package dev.byoml.transforms.feedback;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.transforms.text.CsvText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of verdicts: CSV with the columns {@code tenant}, {@code actor}, {@code resource},
 * {@code verdict}, {@code by} and {@code at}, in whatever order the first line names them; further
 * columns are passed over, and so are blank lines and lines that start with {@code #}. {@code at}
 * is an instant, or a date for its UTC midnight.
 */
public final class VerdictFile {
  private static final List<String> COLUMNS =
      List.of("tenant", "actor", "resource", "verdict", "by", "at");

  private VerdictFile() {}

  /**
   * Reads verdicts.
   *
   * @param csv the text of the file
   * @return the verdicts, in the order of the file
   * @throws IllegalArgumentException naming the line that is wrong and what is wrong with it
   */
  public static Verdicts parse(String csv) {
    List<JudgedAccess> verdicts = new ArrayList<>();
    CsvText.readTable(
        csv, VerdictFile::checkHeading, (row, line) -> verdicts.add(verdict(row, line)));
    return Verdicts.of(verdicts);
  }

  private static void checkHeading(List<String> names) {
    if (!names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList().containsAll(COLUMNS)) {
      throw new IllegalArgumentException(
          "line 1: expected the heading " + String.join(",", COLUMNS));
    }
  }

  private static JudgedAccess verdict(CSVRecord row, long line) {
    if (!row.isConsistent()) {
      throw new IllegalArgumentException(
          "line %d: expected %d columns, got %d"
              .formatted(line, row.getParser().getHeaderNames().size(), row.size()));
    }
    String actor = row.get("actor");
    String resource = row.get("resource");
    if (actor.isEmpty() || resource.isEmpty()) {
      throw new IllegalArgumentException(
          "line %d: actor and resource must not be empty".formatted(line));
    }
    Verdict verdict =
        Verdict.of(row.get("verdict"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "line %d: verdict must be benign, malicious or undetermined, got '%s'"
                            .formatted(line, row.get("verdict"))));
    return new JudgedAccess(
        new AccessKey(row.get("tenant"), actor, resource),
        verdict,
        row.get("by"),
        time(row.get("at"), line));
  }

  private static Instant time(String text, long line) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "line %d: at must be a date like 2026-03-31 or an instant like 2026-03-31T08:00:00Z, got '%s'"
              .formatted(line, text),
          e);
    }
  }
}
