package dev.byoml.pipelines.command;

import dev.byoml.pipelines.options.InputOptions;
import dev.byoml.transforms.read.InputNotFoundException;
import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns what the user typed into values, or says in one line what is wrong with it. */
final class Inputs {
  private Inputs() {}

  /** The time range of {@code --from} and {@code --to}; the one place that asks what time it is. */
  static TimeRange timeRange(InputOptions options, Clock clock) {
    try {
      return TimeRange.parse(options.getFrom(), options.getTo(), clock.instant());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** Checks that there is something to read. */
  static void checkReadable(InputOptions options) {
    try {
      ReadEventLines.checkReadable(options.getInput());
    } catch (InputNotFoundException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The template of that name or path. */
  static Template template(String nameOrPath) {
    try {
      return Templates.load(nameOrPath);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The constant of {@code type} that {@code value} names, in any case. */
  static <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.strip())) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
    throw new UsageException("%s must be %s, got '%s'".formatted(option, choices, value));
  }
}
