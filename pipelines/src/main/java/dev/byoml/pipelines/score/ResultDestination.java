package dev.byoml.pipelines.score;

import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.loganalytics.DeadLetters;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the results of {@code score} go.
 *
 * @param results folder of result files, if any are written
 * @param folder folder of the run's numbers, of rejected lines and of dead letters
 * @param stream where rows are sent, or would be, if anywhere
 * @param dryRun whether rows are shown instead of sent
 * @param isTemporary whether the folder exists for this run only
 */
record ResultDestination(
    Optional<String> results,
    String folder,
    Optional<LogAnalyticsStream> stream,
    boolean dryRun,
    boolean isTemporary) {
  /** The folder of a run that writes no result files. */
  static final String FOLDER_WITHOUT_OUTPUT = "byoml-score";

  private static final String INGESTION =
      "--ingestionEndpoint, --dataCollectionRuleId and --streamName";

  /**
   * What the options say.
   *
   * @param window the window that names the output
   * @throws UsageException if they say nothing, or half of it
   */
  static ResultDestination of(ScoringOptions options, RunWindow window) {
    Optional<LogAnalyticsStream> stream = Ingestion.stream(options);
    Optional<String> output =
        Optional.ofNullable(options.getOutput()).map(path -> window.name("--output", path));
    if (output.isEmpty() && stream.isEmpty()) {
      throw new UsageException(
          "where do results go? give --output for files, %s for Log Analytics, or both"
              .formatted(INGESTION));
    }
    if (options.getDryRun() && stream.isEmpty()) {
      throw new UsageException("--dryRun shows what would be sent; it goes with " + INGESTION);
    }
    if (options.getDryRun() && output.isEmpty()) {
      String temporary = temporaryFolder();
      return new ResultDestination(Optional.of(temporary), temporary, stream, true, true);
    }
    return new ResultDestination(
        output, output.orElse(FOLDER_WITHOUT_OUTPUT), stream, options.getDryRun(), false);
  }

  /** The stream that rows are sent to in earnest. */
  Optional<LogAnalyticsStream> sentTo() {
    return dryRun ? Optional.empty() : stream;
  }

  /** Folder of rows that cannot be sent. */
  String deadLetters() {
    return OutputFiles.in(folder, DeadLetters.FOLDER);
  }

  /** The same for a person. */
  String inWords() {
    if (isTemporary) {
      return "not written";
    }
    return results.orElseGet(() -> "sent only; numbers and rejected lines are in " + folder);
  }

  /** Removes what a dry run without an output folder left. */
  void removeTemporaryFolder() {
    if (isTemporary) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String temporaryFolder() {
    try {
      return Files.createTempDirectory("byoml-dry-run").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
