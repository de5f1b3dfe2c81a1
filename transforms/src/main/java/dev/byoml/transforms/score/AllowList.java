package dev.byoml.transforms.score;

import dev.byoml.model.access.AccessKey;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Accesses that are known to be harmless and never reported, each until a day.
 *
 * <p>As text it is CSV, a line an entry: actor pattern, resource pattern, the day after which the
 * entry no longer holds (or nothing), and the reason. In a pattern {@code *} stands for any text,
 * and case does not count. A first line {@code actor,resource,…}, blank lines and lines that start
 * with {@code #} are passed over.
 */
public final class AllowList implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setCommentMarker('#')
          .setIgnoreEmptyLines(true)
          .setIgnoreSurroundingSpaces(true)
          .get();

  /** A list that allows nothing. */
  public static final AllowList EMPTY = new AllowList(List.of());

  private final ArrayList<Entry> entries;

  private AllowList(List<Entry> entries) {
    this.entries = new ArrayList<>(entries);
  }

  /**
   * Reads an allow-list.
   *
   * @param csv the text
   * @return the list
   * @throws IllegalArgumentException naming the line that is wrong and what is wrong with it
   */
  public static AllowList parse(String csv) {
    List<Entry> entries = new ArrayList<>();
    try (CSVParser parser = FORMAT.parse(new StringReader(withoutByteOrderMark(csv)))) {
      for (CSVRecord row : parser) {
        if (parser.getRecordNumber() == 1 && row.get(0).equalsIgnoreCase("actor")) {
          continue;
        }
        entries.add(Entry.of(row, parser.getCurrentLineNumber()));
      }
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException("is no CSV: " + e.getMessage(), e);
    }
    return new AllowList(entries);
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /**
   * Whether an access is allowed.
   *
   * @param key who touched what
   * @param lastAccess when the latest of these accesses happened; an entry holds for accesses
   *     before the end of its last day, in UTC
   */
  public boolean allows(AccessKey key, Instant lastAccess) {
    return entries.stream().anyMatch(entry -> entry.allows(key, lastAccess));
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private record Entry(Pattern actor, Pattern resource, Instant end) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Entry of(CSVRecord row, long line) {
      if (row.size() < 2 || row.get(0).isBlank() || row.get(1).isBlank()) {
        throw new IllegalArgumentException(
            "line %d: expected actor pattern, resource pattern, expires, reason".formatted(line));
      }
      String expires = row.size() > 2 ? row.get(2).strip() : "";
      return new Entry(wildcard(row.get(0)), wildcard(row.get(1)), endOf(expires, line));
    }

    boolean allows(AccessKey key, Instant lastAccess) {
      return lastAccess.isBefore(end)
          && actor.matcher(key.user()).matches()
          && resource.matcher(key.resource()).matches();
    }

    private static Instant endOf(String expires, long line) {
      if (expires.isEmpty()) {
        return Instant.MAX;
      }
      try {
        return LocalDate.parse(expires).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            "line %d: expires must be a date like 2026-12-31 or empty, got '%s'"
                .formatted(line, expires),
            e);
      }
    }

    private static Pattern wildcard(String text) {
      StringBuilder pattern = new StringBuilder();
      for (String literal : text.strip().toLowerCase(Locale.ROOT).split("\\*", -1)) {
        pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
      }
      return Pattern.compile(
          pattern.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
  }
}
