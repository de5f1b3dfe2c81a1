package dev.byoml.pipelines.template;

import dev.byoml.transforms.value.EventTime;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a field holds in the rows of a sample. */
final class FieldValues {
  private static final int MOST_KEPT = 1_000;
  private static final int FIRST = 20;

  /** Numbers and identifiers are seconds since 1970 as well: only those of our years count. */
  private static final Instant EARLIEST_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  /** Forms of time that are sought, in this order, where a field does not hold ISO-8601. */
  private static final List<String> TIME_FORMATS =
      List.of(
          "epochSeconds",
          "epochMilliseconds",
          "M/d/yyyy h:mm:ss a",
          "M/d/yyyy, h:mm:ss a",
          "M/d/yyyy h:mm:ss.SSS a",
          "M/d/yyyy, h:mm:ss.SSS a",
          "d.M.yyyy H:mm:ss",
          "d.M.yyyy, H:mm:ss",
          "d.M.yyyy H:mm",
          "yyyy/M/d H:mm:ss",
          "yyyy/M/d H:mm:ss.SSS",
          "M/d/yyyy H:mm:ss",
          "M/d/yyyy H:mm",
          "d/M/yyyy H:mm:ss",
          "d/M/yyyy H:mm",
          "d/MMM/yyyy:HH:mm:ss Z",
          "EEE MMM d HH:mm:ss yyyy");

  private static final Pattern NO_NAME = Pattern.compile("true|false|-?\\d*\\.\\d+");

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private long given;
  private long times;
  private Instant earliest;
  private Instant latest;

  /** Adds the value of a row. */
  void add(String value) {
    if (value.isBlank()) {
      return;
    }
    given++;
    if (counts.size() < MOST_KEPT || counts.containsKey(value)) {
      counts.merge(value, 1L, Long::sum);
    }
    // Where the first values are not times, the others are not looked at.
    if (given <= FIRST || 2 * times >= given) {
      Instant time = EventTime.ISO.parse(value);
      if (time != null) {
        times++;
        earliest = earliest == null || time.isBefore(earliest) ? time : earliest;
        latest = latest == null || time.isAfter(latest) ? time : latest;
      }
    }
  }

  /** In how many rows the field is given. */
  long given() {
    return given;
  }

  /** The values, at most a thousand, with how often each was met, in the order of appearance. */
  Map<String, Long> counts() {
    return counts;
  }

  /** Whether three of four values are times in ISO-8601. */
  boolean areTimes() {
    return given > 0 && 4 * times >= 3 * given;
  }

  /** The earliest time in ISO-8601, or null if there is none. */
  Instant earliest() {
    return earliest;
  }

  /** The latest time in ISO-8601, or null if there is none. */
  Instant latest() {
    return latest;
  }

  /** The form in which three of four values are times, where that is not ISO-8601. */
  Optional<String> timeFormat() {
    return areTimes() || counts.isEmpty()
        ? Optional.empty()
        : TIME_FORMATS.stream().filter(format -> areTimes(counts.keySet(), format)).findFirst();
  }

  /**
   * Whether the values are texts that name things: neither times nor fractions nor truth values.
   */
  boolean areNames() {
    return given > 0
        && !areTimes()
        && counts.keySet().stream().noneMatch(value -> NO_NAME.matcher(value).matches());
  }

  private static boolean areTimes(Collection<String> values, String format) {
    EventTime times = EventTime.of(List.of(format), null);
    long found =
        values.stream()
            .map(times::parse)
            .filter(time -> time != null && time.isAfter(EARLIEST_EPOCH))
            .count();
    return 4 * found >= 3 * (long) values.size();
  }
}
