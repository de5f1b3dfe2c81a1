package dev.byoml.pipelines.score;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.metrics.RunFile;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.OutputLock;
import dev.byoml.transforms.write.loganalytics.DeadLetters;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code byoml resend}: rows that {@code score} could not send are sent now. */
public final class ResendCommand extends Command<ResendOptions> {
  /** The command. */
  public ResendCommand() {
    super(
        "resend",
        "sends the rows that score could not send to Log Analytics",
        ResendOptions.class,
        "resend --deadLetters=results/today/dead-letters --ingestionEndpoint=https://…"
            + " --dataCollectionRuleId=dcr-… --streamName=Custom-AnomalousResourceAccessResult_CL");
  }

  @Override
  protected void run(ResendOptions options, PrintStream out, Consumer<String> warnings) {
    LogAnalyticsStream stream =
        Ingestion.stream(options)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--ingestionEndpoint, --dataCollectionRuleId and --streamName are missing;"
                            + " scripts/azure/setup-ingestion.sh status prints them"));
    Duration deadline = Ingestion.deadline(options);
    String deadLetters = options.getDeadLetters();
    List<String> files = filesOf(deadLetters);
    if (files.isEmpty()) {
      out.println("there are no dead letters in " + deadLetters);
      return;
    }
    RunMetrics metrics = RunMetrics.of(resend(files, stream, deadline));
    Ingestion.print(metrics, stream, out);
    RunRecord.ofResend(files, metrics).send(stream, deadline, Clock.systemUTC().instant(), out);
    unfinishedRun(files.get(0)).ifPresent(out::println);
    filesOf(deadLetters).stream()
        .filter(DeadLetters::isHopeless)
        .forEach(
            file ->
                out.println("its rows can never be written, see what is said of them: " + file));
    Ingestion.failIfRowsAreLeft(metrics, stream, deadLetters);
  }

  private static Map<String, Long> resend(
      List<String> files, LogAnalyticsStream stream, Duration deadline) {
    try {
      return DeadLetters.resend(files, stream, deadline).values();
    } catch (IOException e) {
      throw new RunFailedException("dead letters cannot be read or kept: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("interrupted; every row that was not sent is kept", e);
    }
  }

  /** What is wrong with the run that left a dead-letter file, if anything is. */
  private static Optional<String> unfinishedRun(String file) {
    String folder = file.replaceFirst("(?:/?" + DeadLetters.FOLDER + ")?/[^/]*$", "");
    try {
      Optional<RunFile> run = RunFile.read(folder);
      Optional<String> wrong =
          run.isPresent()
              ? run.get().mismatch(folder)
              : OutputLock.isIn(folder)
                  ? Optional.of("it has not ended or was interrupted")
                  : Optional.empty();
      return wrong.map(
          what ->
              "these are not all rows of the run in %s: %s; run scripts/byoml score again"
                  .formatted(folder, what));
    } catch (IOException e) {
      return Optional.of(
          "whether these are all rows of the run in %s is not known: %s"
              .formatted(folder, e.getMessage()));
    }
  }

  private static List<String> filesOf(String path) {
    try {
      for (String folder : List.of(path, OutputFiles.in(path, DeadLetters.FOLDER))) {
        List<String> files = OutputFiles.list(folder, DeadLetters.FILES);
        if (!files.isEmpty()) {
          return files;
        }
      }
      if (OutputFiles.size(path).isPresent()) {
        return List.of(path);
      }
    } catch (IOException e) {
      throw new UsageException(
          "--deadLetters=%s cannot be read: %s".formatted(path, e.getMessage()));
    }
    requirePlausible(path);
    return List.of();
  }

  /** A run without dead letters makes no folder for them; a folder beside it must be there. */
  private static void requirePlausible(String path) {
    Optional<Path> local = OutputFiles.local(path);
    if (local.isPresent()) {
      Path parent = local.get().toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new UsageException("--deadLetters=%s: there is no such folder".formatted(path));
      }
    }
  }
}
