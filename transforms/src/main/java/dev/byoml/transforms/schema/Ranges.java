package dev.byoml.transforms.schema;

import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Time ranges of configurations: a pipeline that is described by data knows no present. */
final class Ranges {
  private Ranges() {}

  /**
   * The range of these ends; null where it is open.
   *
   * @throws IllegalArgumentException if an end is not an ISO-8601 instant or date
   */
  static TimeRange of(@Nullable String from, @Nullable String to) {
    for (String end : new String[] {from, to}) {
      if (end != null && end.startsWith("now")) {
        throw new IllegalArgumentException(
            "from and to are instants or dates here, got '%s'".formatted(end));
      }
    }
    return TimeRange.parse(from, to, Instant.EPOCH);
  }
}
