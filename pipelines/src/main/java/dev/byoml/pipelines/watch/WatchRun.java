package dev.byoml.pipelines.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.metrics.WriteMetrics;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.model.WindowModels.WindowModel;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.topic.UnboundedTopic;
import dev.byoml.transforms.watch.WatchWindows;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.loganalytics.SendNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run without end: prints every few seconds how it is, and ends in good order when the process is
 * asked to end.
 */
final class WatchRun {
  private static final Logger LOG = LoggerFactory.getLogger(WatchRun.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration TELL = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnboundedTopic topic;
  private final String group;
  private final WindowModels models;
  private final WatchWindows windows;
  private final String folder;
  private final Optional<String> health;
  private final String runner;
  private final StopRequest stop;

  private long lastRead;
  private Instant lastTold = Instant.now();
  private long lastCommitted = -1;
  private Instant lastCheckpoint;

  WatchRun(
      UnboundedTopic topic,
      String group,
      WindowModels models,
      WatchWindows windows,
      String folder,
      Optional<String> health,
      String runner,
      StopRequest stop) {
    this.topic = topic;
    this.group = group;
    this.models = models;
    this.windows = windows;
    this.folder = folder;
    this.health = health;
    this.runner = runner;
    this.stop = stop;
  }

  /**
   * Runs until it is asked to end.
   *
   * @param start starts the run
   * @param out where the last line goes
   * @throws RunFailedException if the run ends otherwise
   */
  void untilStopped(Supplier<PipelineResult> start, PrintStream out) {
    try {
      PipelineResult result = start.get();
      PipelineResult.State state = watch(result);
      if (!stop.isAsked()) {
        tellHealth(result, String.valueOf(state));
        throw new RunFailedException("the run ended as " + state + "; the log says why");
      }
      cancel(result);
      Runs.deleteCarried(folder);
      tellHealth(result, "STOPPED");
      out.println("stopped; the same command goes on where this one was");
      stop.endedInGoodOrder();
    } catch (Pipeline.PipelineExecutionException e) {
      throw new RunFailedException("the run failed: " + Failures.describe(e), e);
    }
  }

  /** Waits until the run ends or is to end. */
  private PipelineResult.State watch(PipelineResult result) {
    PipelineResult.State state = result.getState();
    while (!state.isTerminal() && !stop.await(PAUSE)) {
      if (Duration.between(lastTold, Instant.now()).compareTo(TELL) >= 0) {
        tell(result, state.name());
      }
      state = result.getState();
    }
    return state;
  }

  /** Flink's mini cluster is at times gone before it can say so. */
  private static void cancel(PipelineResult result) {
    try {
      if (!result.getState().isTerminal()) {
        result.cancel();
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("While the run was cancelled: {}", Failures.describe(e));
    }
  }

  private void tell(PipelineResult result, String state) {
    Map<String, Long> counters = numbers();
    Instant now = Instant.now();
    long read = counters.getOrDefault("read", 0L);
    double seconds = Math.max(0.001, Duration.between(lastTold, now).toMillis() / 1e3);
    Optional<UnboundedTopic.Position> position = position();
    Optional<Instant> watermark = watermark(counters);
    Optional<WindowModel> model = model(now);
    System.err.printf(
        Locale.ROOT,
        "byoml: %,.0f rows/s, %s, %s, windows open %,d, late %,d, filtered %,d, rejected %,d,"
            + " reported %,d, amended %,d, dead letters %,d, %s%n",
        (read - lastRead) / seconds,
        position.map(at -> "%,d messages behind".formatted(at.backlog())).orElse("broker silent"),
        watermark.map(at -> "watermark " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("no row yet"),
        open(counters),
        counters.getOrDefault("late", 0L),
        counters.getOrDefault("filtered", 0L),
        counters.getOrDefault("rejected", 0L),
        counters.getOrDefault("reported", 0L),
        counters.getOrDefault("amended", 0L),
        counters.getOrDefault(SendNumbers.TOTALS + ".failed", 0L),
        model
            .map(
                of ->
                    "model %.8s%s"
                        .formatted(
                            of.reference().modelId(),
                            of.manifest().to() == null ? "" : " trained to " + of.manifest().to()))
            .orElse("no model"));
    lastRead = read;
    lastTold = now;
    writeHealth(state, now, counters, position, watermark, model);
  }

  private void tellHealth(PipelineResult result, String state) {
    if (health.isPresent()) {
      Map<String, Long> counters = Map.of();
      Optional<Instant> watermark = Optional.empty();
      try {
        counters = numbers();
        watermark = watermark(counters);
      } catch (RuntimeException e) {
        LOG.debug("The run that has ended tells no numbers", e);
      }
      Instant now = Instant.now();
      writeHealth(state, now, counters, position(), watermark, model(now));
    }
  }

  private void writeHealth(
      String state,
      Instant now,
      Map<String, Long> counters,
      Optional<UnboundedTopic.Position> position,
      Optional<Instant> watermark,
      Optional<WindowModel> model) {
    if (health.isEmpty()) {
      return;
    }
    ObjectNode json =
        JSON.createObjectNode()
            .put("time", now.toString())
            .put("state", state)
            .put("runner", runner)
            .put("group", group)
            .put("windowsOpen", open(counters));
    watermark.ifPresent(at -> json.put("watermark", at.toString()));
    position.ifPresent(
        at -> {
          json.put("messagesBehind", at.backlog()).put("committed", at.read());
          if (lastCheckpoint != null) {
            json.put("lastCheckpoint", lastCheckpoint.toString());
          }
        });
    model.ifPresent(
        of -> {
          json.put("modelId", of.reference().modelId());
          if (of.manifest().to() != null) {
            json.put("modelTrainedTo", of.manifest().to().toString());
          }
        });
    ObjectNode numbers = json.putObject("counters");
    counters.forEach(numbers::put);
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    String path = OutputFiles.absolute(health.get());
    int slash = path.lastIndexOf('/');
    try {
      OutputFiles.write(
          path.substring(0, slash), path.substring(slash + 1), out -> out.write(bytes));
    } catch (IOException e) {
      LOG.warn("--health={} cannot be written: {}", health.get(), e.getMessage());
    }
  }

  /** The group's offsets move with checkpoints alone, on every runner. */
  private Optional<UnboundedTopic.Position> position() {
    try {
      UnboundedTopic.Position position = topic.position();
      if (position.read() != lastCommitted) {
        lastCommitted = position.read();
        lastCheckpoint = Instant.now();
      }
      return Optional.of(position);
    } catch (InputNotFoundException e) {
      LOG.warn("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<WindowModel> model(Instant now) {
    try {
      long length = windows.length().toMillis();
      return Optional.of(
          models.of(Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length)));
    } catch (RuntimeException e) {
      LOG.warn("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private static long open(Map<String, Long> counters) {
    return Math.max(
        0, counters.getOrDefault("windowsOpened", 0L) - counters.getOrDefault("windowsClosed", 0L));
  }

  private static Optional<Instant> watermark(Map<String, Long> counters) {
    return Optional.ofNullable(counters.get(WriteMetrics.WATERMARK)).map(Instant::ofEpochMilli);
  }

  /** What the workers have counted for good, whatever the runner; nothing at first. */
  private Map<String, Long> numbers() {
    try (InputStream in = OutputFiles.open(OutputFiles.in(folder, RunMetrics.FILE))) {
      return RunMetrics.parse(in.readAllBytes()).values();
    } catch (IOException e) {
      LOG.debug("No numbers yet", e);
      return Map.of();
    }
  }
}
