package dev.byoml.pipelines.summarize;

import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.summary.SummaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which windows of summaries stay.
 *
 * @param oldest windows that end by then go; nothing if all stay
 */
public record Retention(Optional<Instant> oldest) {
  private static final Pattern LENGTH = Pattern.compile("([1-9]\\d{0,4})([hd])");

  /**
   * What {@code --keep} asks for.
   *
   * @param now what the length is counted from
   * @throws UsageException if it is not a length of time
   */
  public static Retention of(RetentionOptions options, Instant now) {
    if (options.getKeep() == null) {
      return new Retention(Optional.empty());
    }
    Matcher length = LENGTH.matcher(options.getKeep().strip());
    if (!length.matches()) {
      throw new UsageException(
          "--keep must be a number of days or hours, as 60d or 36h, got '%s'"
              .formatted(options.getKeep()));
    }
    long amount = Long.parseLong(length.group(1));
    Duration kept =
        length.group(2).equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount);
    return new Retention(Optional.of(now.minus(kept)));
  }

  /**
   * Deletes the windows of a folder that are too old, and reports it.
   *
   * @throws RunFailedException if they cannot be deleted
   */
  public void apply(String folder, PrintStream out) {
    if (oldest.isEmpty()) {
      return;
    }
    try {
      List<SummaryWindow> deleted = SummaryFolder.open(folder).deleteUntil(oldest.get());
      if (!deleted.isEmpty()) {
        out.printf("deleted: %,d windows that ended by %s%n", deleted.size(), oldest.get());
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "windows in %s that are too old cannot be deleted: %s"
              .formatted(folder, Failures.describe(e)),
          e);
    }
  }
}
