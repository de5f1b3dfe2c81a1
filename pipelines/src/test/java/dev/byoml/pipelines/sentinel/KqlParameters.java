package dev.byoml.pipelines.sentinel;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The constants at the head of a query: {@code let Name = 25;} or {@code let Name = 1h;}. */
final class KqlParameters {
  private static final Pattern CONSTANT =
      Pattern.compile("^let (\\w+) = (\\d+(?:\\.\\d+)?[mhd]?);", Pattern.MULTILINE);
  private static final Pattern DURATION = Pattern.compile("(\\d+)([mhd])");

  private final Map<String, String> values;

  private KqlParameters(Map<String, String> values) {
    this.values = values;
  }

  static KqlParameters of(String query) {
    return new KqlParameters(
        CONSTANT
            .matcher(query)
            .results()
            .collect(
                Collectors.toMap(constant -> constant.group(1), constant -> constant.group(2))));
  }

  double number(String name) {
    return Double.parseDouble(value(name));
  }

  Duration duration(String name) {
    return durationOf(value(name));
  }

  /** Reads {@code 10m}, {@code 1h} or {@code 14d}. */
  static Duration durationOf(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is no duration");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the query has no constant " + name + ": " + values);
    }
    return value;
  }
}
