package dev.byoml.pipelines.run;

import dev.byoml.model.carry.LargeValue;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.RunGoesOnException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.metrics.LineMetrics;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.write.CarriedFiles;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs pipelines and reports how they ended. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** A master that takes connections and no runs is given up after this time. */
  private static final Duration HAND_OVER = Duration.ofSeconds(40);

  private static final int MOST_FILES_NAMED = 5;

  private Runs() {}

  /**
   * Runs a pipeline to its end. However it ends, what lost workers left unfinished goes.
   *
   * @param folders where the pipeline writes
   * @return how long it took
   * @throws RunFailedException if it did not end well
   * @throws RunGoesOnException if it was handed over and is not waited for; nothing was deleted
   * @throws UsageException if it is not to be waited for, and would end with this process
   */
  public static RunTime run(Pipeline pipeline, Collection<String> folders) {
    RunTime took;
    try {
      took = run(pipeline);
    } catch (RunGoesOnException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      folders.forEach(Runs::deleteUnfinished);
      throw e;
    }
    folders.forEach(Runs::deleteUnfinished);
    return took;
  }

  private static void deleteUnfinished(String folder) {
    try {
      OutputFiles.deleteUnfinished(folder);
    } catch (IOException e) {
      LOG.warn("Unfinished files in {} cannot be deleted: {}", folder, e.getMessage());
    }
    deleteCarried(folder);
  }

  /**
   * Has large values travel to workers by files of a folder.
   *
   * @param folder where the pipeline writes; the files go when {@link #run} ends, or with {@link
   *     #deleteCarried}
   * @throws RunFailedException if one cannot be written
   */
  public static void carry(String folder, Collection<? extends LargeValue> values) {
    try {
      for (LargeValue value : values) {
        value.travelBy(CarriedFiles.in(folder));
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "what workers need cannot be written to %s: %s".formatted(folder, Failures.describe(e)),
          e);
    }
  }

  /** Deletes the files by which values traveled, also those of a run that was interrupted. */
  public static void deleteCarried(String folder) {
    try {
      OutputFiles.deleteAll(folder, CarriedFiles.FILES);
    } catch (IOException e) {
      LOG.warn("What workers needed cannot be deleted in {}: {}", folder, e.getMessage());
    }
  }

  private static RunTime run(Pipeline pipeline) {
    try (RunProgress progress = RunProgress.onStandardError()) {
      Instant start = Instant.now();
      boolean waits = pipeline.getOptions().as(WaitOptions.class).getWait();
      Optional<EngineMaster> master = EngineMaster.of(pipeline.getOptions());
      if (!waits && !master.map(EngineMaster::looksAfterRuns).orElse(false)) {
        throw new UsageException(
            "--wait=false goes with --runner=FlinkRunner and the --flinkMaster of a cluster: any other"
                + " run ends with this process (spark-submit --deploy-mode cluster does not wait either)");
      }
      PipelineResult result = start(pipeline);
      if (!waits) {
        throw new RunGoesOnException(
            "submitted: " + master.orElseThrow().addressOfRun(pipeline.getOptions().getJobName()));
      }
      PipelineResult.State state = progress.waitFor(result);
      if (state != PipelineResult.State.DONE) {
        throw new RunFailedException("the run ended as " + state + "; the log above says why");
      }
      return RunTime.of(result, start, progress.elapsed());
    } catch (RuntimeException e) {
      if (wasSubmittedOnly(e)) {
        throw new RunGoesOnException(
            "submitted: %s; Flink's client was told not to wait"
                .formatted(pipeline.getOptions().getJobName()));
      }
      if (!(e instanceof Pipeline.PipelineExecutionException)) {
        throw e;
      }
      throw new RunFailedException("the run failed: " + Failures.describe(e), e);
    } catch (StackOverflowError e) {
      throw new RunFailedException(
          "the runner cannot translate a pipeline of so many steps: lower --iterations, or use"
              + " --factorization=inMemory",
          e);
    }
  }

  /**
   * Starts a pipeline.
   *
   * @return the run, which may have ended already
   * @throws RunFailedException if its master does not answer
   */
  public static PipelineResult start(Pipeline pipeline) {
    Optional<EngineMaster> master = EngineMaster.of(pipeline.getOptions());
    master.ifPresent(EngineMaster::requireAnswer);
    return master.filter(EngineMaster::handsOverAtOnce).isPresent()
        ? handOver(pipeline, master.get())
        : DeepStack.call(pipeline::run);
  }

  /** Whether Flink's client ({@code flink run -d}) has no result because it did not wait for it. */
  private static boolean wasSubmittedOnly(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).startsWith("Job was submitted in detached mode.")) {
        return true;
      }
    }
    return false;
  }

  private static PipelineResult handOver(Pipeline pipeline, EngineMaster master) {
    try {
      return DeepStack.call(pipeline::run, HAND_OVER);
    } catch (TimeoutException e) {
      throw master.silent("");
    }
  }

  /**
   * The numbers that a run left in {@code folder}, to which the time that it took is added there.
   */
  public static RunMetrics metrics(String folder, RunTime took) {
    return metrics(folder, took, List.of());
  }

  /**
   * The numbers that a run left in {@code folder}, to which the time that it took is added there,
   * and what is doubtful about it.
   */
  public static RunMetrics metrics(String folder, RunTime took, List<String> warnings) {
    RunMetrics metrics = metrics(folder).withSeconds(took.seconds()).withWarnings(warnings);
    byte[] json = metrics.toJson().getBytes(StandardCharsets.UTF_8);
    try {
      OutputFiles.write(folder, RunMetrics.FILE, out -> out.write(json));
    } catch (IOException e) {
      throw new RunFailedException(
          "%s cannot be written to %s: %s".formatted(RunMetrics.FILE, folder, e.getMessage()), e);
    }
    return metrics;
  }

  /** The numbers that a run left in {@code folder}. */
  public static RunMetrics metrics(String folder) {
    try (InputStream in = OutputFiles.open(OutputFiles.in(folder, RunMetrics.FILE))) {
      return RunMetrics.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new RunFailedException(
          "the run ended without leaving %s in %s".formatted(RunMetrics.FILE, folder), e);
    }
  }

  /** Prints what became of the lines. */
  public static void printCounts(RunMetrics metrics, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "lines: read %,d = used %,d + filtered %,d%s + rejected %,d%s%n",
        metrics.get("read"),
        metrics.get("used"),
        metrics.get("filtered"),
        reasons(metrics.members("filteredByReason")),
        metrics.get("rejected"),
        reasons(metrics.members("rejectedByReason")));
    SortedMap<String, Long> leftOut = metrics.members(LineMetrics.FILES_LEFT_OUT);
    if (!leftOut.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "files: %,d left out, whose names are not those of files of events: %s%n",
          leftOut.values().stream().mapToLong(Long::longValue).sum(),
          named(leftOut));
    }
  }

  private static String named(SortedMap<String, Long> leftOut) {
    List<String> files =
        leftOut.keySet().stream().filter(file -> !file.equals(InputPiece.LeftOut.OTHERS)).toList();
    boolean areAll = files.size() == leftOut.size() && files.size() <= MOST_FILES_NAMED;
    return files.stream().limit(MOST_FILES_NAMED).collect(Collectors.joining(", "))
        + (areAll ? "" : ", …");
  }

  /** Prints how many verdicts the run was given, and what became of them; nothing without any. */
  public static void printVerdicts(RunMetrics metrics, PrintStream out) {
    SortedMap<String, Long> verdicts = metrics.members("verdicts");
    if (verdicts.values().stream().anyMatch(count -> count > 0)) {
      out.printf(
          Locale.ROOT,
          "verdicts: %,d benign, %,d malicious, %,d undetermined; not used: %,d replaced by later ones,"
              + " %,d given after the window%n",
          metrics.get("verdicts.benign"),
          metrics.get("verdicts.malicious"),
          metrics.get("verdicts.undetermined"),
          metrics.get("verdicts.replaced"),
          metrics.get("verdicts.afterTheWindow"));
    }
  }

  private static String reasons(SortedMap<String, Long> counts) {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** A duration as a person writes it: {@code 12.3 s}, {@code 4 min 5 s}. */
  public static String inWords(Duration duration) {
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
