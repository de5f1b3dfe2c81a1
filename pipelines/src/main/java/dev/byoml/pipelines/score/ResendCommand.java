package dev.byoml.pipelines.score;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.write.OutputFiles;
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
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** {@code byoml resend}: rows that {@code score} could not send are sent now. */
public final class ResendCommand implements Command {
  /** The command. */
  public ResendCommand() {}

  @Override
  public String name() {
    return "resend";
  }

  @Override
  public String summary() {
    return "sends the rows that score could not send to Log Analytics";
  }

  @Override
  public Class<ResendOptions> optionsType() {
    return ResendOptions.class;
  }

  @Override
  public String example() {
    return "resend --deadLetters=results/today/dead-letters --ingestionEndpoint=https://…"
        + " --dataCollectionRuleId=dcr-… --streamName=Custom-AnomalousResourceAccessResult_CL";
  }

  @Override
  public void run(PipelineOptions pipelineOptions, PrintStream out) {
    ResendOptions options = pipelineOptions.as(ResendOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
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

  private static List<String> filesOf(String path) {
    String within = OutputFiles.in(path, DeadLetters.FILES);
    String withinOutput =
        OutputFiles.in(OutputFiles.in(path, DeadLetters.FOLDER), DeadLetters.FILES);
    try {
      // The path itself comes last: Beam takes a local folder for a file.
      for (String glob : List.of(within, withinOutput, path)) {
        List<String> files = OutputFiles.list(glob);
        if (!files.isEmpty() && !isFolder(files.get(0))) {
          return files;
        }
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
    if (isLocal(path)) {
      Path parent = Path.of(path).toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new UsageException("--deadLetters=%s: there is no such folder".formatted(path));
      }
    }
  }

  private static boolean isFolder(String path) {
    return isLocal(path) && Files.isDirectory(Path.of(path));
  }

  private static boolean isLocal(String path) {
    return !path.contains("://");
  }
}
