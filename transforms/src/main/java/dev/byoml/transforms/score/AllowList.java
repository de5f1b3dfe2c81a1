package dev.byoml.transforms.score;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.carry.Carried;
import dev.byoml.model.carry.LargeValue;
import dev.byoml.transforms.pattern.Wildcard;
import dev.byoml.transforms.pattern.WildcardIndex;
import dev.byoml.transforms.text.CsvText;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/**
 * Accesses that are known to be harmless and never reported, each until a day.
 *
 * <p>As text it is CSV, a line an entry: actor pattern, resource pattern, the day after which the
 * entry no longer holds (or nothing), the reason, and who answers for the entry; the last three may
 * be left out. In a pattern {@code *} stands for any text, and case does not count. A first line
 * {@code actor,resource,…}, blank lines and lines that start with {@code #} are passed over.
 */
public final class AllowList extends LargeValue {
  private static final long serialVersionUID = 1L;

  /** Who answers for an entry that names nobody. */
  public static final String NO_OWNER = "no owner named";

  /** A list that allows nothing. */
  public static final AllowList EMPTY = new AllowList(List.of());

  private final transient List<Entry> entries;
  private transient volatile WildcardIndex index;

  private AllowList(List<Entry> entries) {
    this.entries = List.copyOf(entries);
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
    CsvText.readRows(
        csv,
        (row, line) -> {
          if (row.getRecordNumber() > 1 || !row.get(0).equalsIgnoreCase("actor")) {
            entries.add(Entry.of(row, line));
          }
        });
    return new AllowList(entries);
  }

  /** Number of entries. */
  public int size() {
    return entries.size();
  }

  /** Whether an access is allowed; see {@link #allowedBy}. */
  public boolean allows(AccessKey key, Instant lastAccess) {
    return allowedBy(key, lastAccess).isPresent();
  }

  /**
   * Who allows an access: the owner of the first entry that does.
   *
   * @param key who touched what
   * @param lastAccess when the latest of these accesses happened; an entry holds for accesses
   *     before the end of its last day, in UTC
   * @return the owner, {@link #NO_OWNER} where the entry names none, or nothing if no entry allows
   *     the access
   */
  public Optional<String> allowedBy(AccessKey key, Instant lastAccess) {
    int entry =
        index()
            .first(
                Wildcard.fold(key.user()),
                Wildcard.fold(key.resource()),
                number -> lastAccess.isBefore(entries.get(number).end()));
    return entry < 0 ? Optional.empty() : Optional.of(entries.get(entry).owner());
  }

  /** Made where it is used, once, so that it does not travel. */
  private WildcardIndex index() {
    if (index == null) {
      synchronized (this) {
        if (index == null) {
          index =
              new WildcardIndex(
                  entries.stream().map(Entry::actor).toList(),
                  entries.stream().map(Entry::resource).toList());
        }
      }
    }
    return index;
  }

  @Override
  protected Carried.Reader<AllowList> reader() {
    return AllowList::read;
  }

  @Override
  protected void write(DataOutputStream out) throws IOException {
    out.writeInt(entries.size());
    for (Entry entry : entries) {
      out.writeLong(entry.line());
      Carried.writeText(entry.actor().toString(), out);
      Carried.writeText(entry.resource().toString(), out);
      out.writeLong(entry.end().getEpochSecond());
      out.writeInt(entry.end().getNano());
      Carried.writeText(entry.owner(), out);
    }
  }

  private static AllowList read(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new Entry(
              in.readLong(),
              Wildcard.of(Carried.readText(in)),
              Wildcard.of(Carried.readText(in)),
              Instant.ofEpochSecond(in.readLong(), in.readInt()),
              Carried.readText(in)));
    }
    return new AllowList(entries);
  }

  /**
   * The entries that no longer hold at a time, each in words: its line, its last day and its owner.
   */
  public List<String> expiredAt(Instant time) {
    return entries.stream()
        .filter(entry -> !time.isBefore(entry.end()))
        .map(
            entry ->
                "line %d (until %s, %s)".formatted(entry.line(), entry.lastDay(), entry.owner()))
        .toList();
  }

  private record Entry(long line, Wildcard actor, Wildcard resource, Instant end, String owner) {
    static Entry of(CSVRecord row, long line) {
      if (row.size() < 2 || row.get(0).isBlank() || row.get(1).isBlank()) {
        throw new IllegalArgumentException(
            "line %d: expected actor pattern, resource pattern, expires, reason, owner"
                .formatted(line));
      }
      String owner = optional(row, 4);
      return new Entry(
          line,
          Wildcard.of(row.get(0)),
          Wildcard.of(row.get(1)),
          endOf(optional(row, 2), line),
          owner.isEmpty() ? NO_OWNER : owner);
    }

    LocalDate lastDay() {
      return LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(1);
    }

    private static String optional(CSVRecord row, int column) {
      return row.size() > column ? row.get(column).strip() : "";
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
  }
}
