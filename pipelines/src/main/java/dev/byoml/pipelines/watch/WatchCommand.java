package dev.byoml.pipelines.watch;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Enrichments;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.pipelines.score.Ingestion;
import dev.byoml.pipelines.score.Selections;
import dev.byoml.transforms.model.WindowModels;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.topic.TopicInput;
import dev.byoml.transforms.source.topic.UnboundedTopic;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.watch.WatchWindows;
import dev.byoml.transforms.watch.WriteWindows;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;

/** {@code byoml watch}: accesses are scored minutes after they happen, without end. */
public final class WatchCommand extends Command<WatchOptions> {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");
  private static final String FOLDER_WITHOUT_OUTPUT = "byoml-watch";
  private static final int DIGITS = 8;

  private final Clock clock;

  /** The command, by the system's clock. */
  public WatchCommand() {
    this(Clock.systemUTC());
  }

  /**
   * The command by another clock.
   *
   * @param clock gives the time that {@code now} stands for in {@code --from}
   */
  WatchCommand(Clock clock) {
    super(
        "watch",
        "scores the messages of a topic as they arrive, without end",
        WatchOptions.class,
        "watch --input=eventhubs://NAMESPACE/HUB --from=now-1h --model='models/*'"
            + " --output=results --runner=FlinkRunner");
    this.clock = clock;
  }

  @Override
  protected List<String> settings(String runner, List<String> arguments) {
    return RunnerSettings.of(runner, arguments);
  }

  @Override
  protected void run(WatchOptions options, PrintStream out, Consumer<String> warnings) {
    requireRunnerWithTimers(options);
    WatchWindows windows = windows(options);
    Optional<LogAnalyticsStream> stream = Ingestion.stream(options);
    Optional<String> output = Optional.ofNullable(options.getOutput());
    if (output.isEmpty() && stream.isEmpty()) {
      throw new UsageException(
          "where do results go? give --output for files, --ingestionEndpoint,"
              + " --dataCollectionRuleId and --streamName for Log Analytics, or both");
    }
    String folder = folderOf(output);
    OutputFolders.requireOutsideModels("--output", folder);
    try (StopRequest stop = StopRequest.onSignals();
        OutputFolders taken = OutputFolders.take(options, name(), List.of(folder))) {
      watch(options, windows, stream, output, folder, stop, out);
    } catch (InputNotFoundException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void watch(
      WatchOptions options,
      WatchWindows windows,
      Optional<LogAnalyticsStream> stream,
      Optional<String> output,
      String folder,
      StopRequest stop,
      PrintStream out) {
    if (!TopicInput.isTopic(options.getInput())) {
      throw new UsageException(
          "watch reads topics, kafka://HOST:PORT/TOPIC or eventhubs://NAMESPACE/HUB: for files"
              + " there is score");
    }
    Duration refresh = duration("--modelRefresh", options.getModelRefresh());
    ModelManifest manifest = manifest(options, windows, refresh);
    Template template = Selections.template(options.getTemplate(), manifest);
    WindowModels models =
        WindowModels.of(
            options.getModel(),
            options.getTemplate() == null ? template.definition() : null,
            windows.length(),
            refresh);
    String group = groupOf(folder, stream);
    UnboundedTopic topic = UnboundedTopic.of(options.getInput(), group);
    Beginning beginning = Beginning.of(from(options), windows, clock.instant());
    UnboundedTopic.Position position = topic.begin(beginning.start(), beginning.arrival());
    WatchPipeline.Settings settings =
        new WatchPipeline.Settings(
            options.getInput(),
            topic,
            position.isFirst() ? beginning.range() : TimeRange.ALL,
            template,
            windows,
            models,
            Selections.ofWindows(options, windows.length(), manifest)
                .withAllowList(Selections.allowList(options.getAllowList()))
                .withVerdicts(Inputs.verdicts(options, TimeRange.ALL)),
            Enrichments.of(options),
            folder,
            output.map(WatchCommand::withWindow),
            stream.map(to -> WriteToLogAnalytics.to(to).withDeadline(Ingestion.deadline(options))));

    Pipeline pipeline = Pipeline.create(options);
    WatchPipeline.compose(pipeline, settings);
    out.printf(
        Locale.ROOT,
        "watching %s as group %s from %s, %,d messages behind; windows of %s%n",
        UnboundedTopic.nameOf(options.getInput()),
        group,
        position.isFirst() ? from(options) : "where it was",
        position.backlog(),
        window(options));
    WatchRun run =
        new WatchRun(
            topic,
            group,
            models,
            windows,
            settings.folder(),
            Optional.ofNullable(options.getHealth()),
            options.getRunner().getSimpleName(),
            stop);
    run.untilStopped(() -> Runs.start(pipeline), out);
  }

  /**
   * Spark's runner keeps no event-time timers, and its streaming cannot be cancelled in good order.
   */
  private static void requireRunnerWithTimers(WatchOptions options) {
    if (options.getRunner().getSimpleName().equals("SparkRunner")) {
      throw new UsageException(
          "Beam's SparkRunner cannot watch, as it has no timers of event time: use"
              + " --runner=FlinkRunner, or score every hour on Spark");
    }
  }

  private static ModelManifest manifest(
      WatchOptions options, WatchWindows windows, Duration refresh) {
    if (options.getModel().indexOf('*') < 0) {
      return Selections.manifest(options.getModel(), options);
    }
    try {
      return WindowModels.of(options.getModel(), null, windows.length(), refresh)
          .of(Instant.now())
          .manifest();
    } catch (IllegalStateException e) {
      throw new UsageException("--model=%s: %s".formatted(options.getModel(), e.getMessage()));
    }
  }

  private static WatchWindows windows(WatchOptions options) {
    Duration length = duration("--window", window(options));
    Duration lateness = duration("--lateness", options.getLateness());
    try {
      return new WatchWindows(length, lateness);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--window=%s does not divide a day: give 5m, 15m, 1h or the like"
              .formatted(window(options)));
    }
  }

  private static String from(WatchOptions options) {
    return options.getFrom() == null ? "latest" : options.getFrom();
  }

  private static String window(WatchOptions options) {
    return options.getWindow() == null ? "5m" : options.getWindow();
  }

  private static Duration duration(String option, String text) {
    Matcher written = DURATION.matcher(text.strip());
    if (!written.matches()) {
      throw new UsageException("%s=%s is not a time: write 30s, 5m or 1h".formatted(option, text));
    }
    long amount = Long.parseLong(written.group(1));
    return switch (written.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The folder that holds those of the windows, and all else that is kept. */
  static String folderOf(Optional<String> output) {
    return output.map(WatchCommand::folderOf).orElse(FOLDER_WITHOUT_OUTPUT);
  }

  private static String folderOf(String output) {
    int place = output.indexOf('{');
    if (place < 0) {
      return output;
    }
    int slash = output.lastIndexOf('/', place);
    return slash < 0 ? FOLDER_WITHOUT_OUTPUT : output.substring(0, Math.max(1, slash));
  }

  private static String withWindow(String output) {
    return output.contains(WriteWindows.FROM) || output.contains(WriteWindows.TO)
        ? output
        : OutputFiles.in(output, WriteWindows.FROM);
  }

  /** Who has the same results goes on where the one before was. */
  private static String groupOf(String folder, Optional<LogAnalyticsStream> stream) {
    String digest =
        new ContentDigest()
            .add(OutputFiles.absolute(folder))
            .add(stream.map(LogAnalyticsStream::address).map(Object::toString).orElse(""))
            .toHex();
    return "byoml-watch-" + digest.substring(0, DIGITS);
  }

  /**
   * Where a first start begins.
   *
   * @param arrival earliest arrival of the first message; null if it is not by time
   * @param range accesses that are taken in
   */
  private record Beginning(UnboundedTopic.Start start, Instant arrival, TimeRange range) {
    static Beginning of(String from, WatchWindows windows, Instant now) {
      return switch (from.strip().toLowerCase(Locale.ROOT)) {
        case "earliest" -> new Beginning(UnboundedTopic.Start.EARLIEST, null, TimeRange.ALL);
        case "latest" -> new Beginning(UnboundedTopic.Start.LATEST, null, TimeRange.ALL);
        default -> at(from, windows, now);
      };
    }

    private static Beginning at(String from, WatchWindows windows, Instant now) {
      try {
        Instant time = TimeRange.parse(from, null, now).from();
        long length = windows.length().toMillis();
        Instant start = Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), length) * length);
        return new Beginning(
            UnboundedTopic.Start.AT_TIME,
            start.minus(TopicInput.FASTEST_CLOCK),
            new TimeRange(start, null));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--from=earliest, --from=latest, or a time: " + e.getMessage());
      }
    }
  }
}
