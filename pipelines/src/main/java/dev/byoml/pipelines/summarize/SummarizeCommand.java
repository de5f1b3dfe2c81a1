package dev.byoml.pipelines.summarize;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.InputBlob;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.pipelines.run.RunTime;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.summary.SummarizeWindows;
import dev.byoml.transforms.summary.SummaryFolder;
import dev.byoml.transforms.summary.WindowTarget;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollectionTuple;

/** {@code byoml summarize}: events of a time range become windows of summaries. */
public final class SummarizeCommand extends Command<SummarizeOptions> {
  private final Clock clock;

  /** The command, by the system's clock. */
  public SummarizeCommand() {
    this(Clock.systemUTC());
  }

  /**
   * The command by another clock.
   *
   * @param clock gives the time that {@code now} stands for in {@code --from} and {@code --to}
   */
  SummarizeCommand(Clock clock) {
    super(
        "summarize",
        "adds the events of a time range up, for train --summaries to read in their place",
        SummarizeOptions.class,
        "summarize --input=export/am-securityevent --from=now-21d/d --to=now/d"
            + " --output=summaries");
    this.clock = clock;
  }

  @Override
  protected void run(SummarizeOptions options, PrintStream out, Consumer<String> warnings) {
    Template template =
        Inputs.template(Optional.ofNullable(options.getTemplate()).orElse(Templates.DEFAULT));
    TimeRange range = RunWindow.of(options, clock).range();
    List<SummaryWindow> wanted = windows(range, length(options));
    Retention retention = Retention.of(options, RunWindow.now(options, clock));
    String folder = OutputFiles.absolute(options.getOutput());
    OutputFolders.requireOutsideModels("--output", folder);
    Inputs.checkReadable(options);
    try (OutputFolders taken =
        OutputFolders.takeFile(options, name(), OutputFiles.in(folder, name()))) {
      SummaryFolder before = SummaryFolder.open(folder);
      WindowPlan plan =
          WindowPlan.of(
              wanted,
              before,
              options.getInput(),
              template,
              Boolean.TRUE.equals(options.getRefresh()),
              options);
      plan.warnings().forEach(warnings);
      if (plan.made().isEmpty()) {
        out.printf(Locale.ROOT, "windows: all %,d are there already%n", plan.kept());
      } else {
        summarize(options, template, before, plan, out, warnings);
      }
      retention.apply(folder, out);
    } catch (IOException e) {
      throw new UsageException(
          "--output=%s cannot be used: %s".formatted(options.getOutput(), Failures.describe(e)));
    }
  }

  private static void summarize(
      SummarizeOptions options,
      Template template,
      SummaryFolder folder,
      WindowPlan plan,
      PrintStream out,
      Consumer<String> warnings)
      throws IOException {
    List<WindowTarget> targets = new ArrayList<>();
    for (Map.Entry<SummaryWindow, List<InputBlob>> window : plan.made().entrySet()) {
      targets.add(
          new WindowTarget(window.getKey(), folder.noteBlobs(window.getKey(), window.getValue())));
    }
    String rejected = OutputFiles.in(folder.path(), "rejected");
    Runs.carry(rejected, List.of(template));
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple read =
        pipeline.apply(
            "1 Read and write windows",
            SummarizeWindows.of(options.getInput(), template, targets, folder.path()));
    read.get(SummarizeWindows.REJECTED)
        .apply("2 Keep rejected lines", WriteRejectedLines.to(rejected));
    RunTime took = Runs.run(pipeline, List.of(rejected));
    folder.deleteReplaced(plan.replaced());

    Collection<SummaryManifest> written = written(folder.path(), plan);
    RunMetrics metrics = metrics(written).withSeconds(took.seconds());
    byte[] json = metrics.toJson().getBytes(StandardCharsets.UTF_8);
    OutputFiles.write(folder.path(), RunMetrics.FILE, file -> file.write(json));
    Runs.printCounts(metrics, out);
    out.printf(
        Locale.ROOT,
        "windows: %,d written%s, %,d were there already%n",
        written.size(),
        plan.replaced().isEmpty()
            ? ""
            : String.format(Locale.ROOT, " (%,d of them again)", plan.replaced().size()),
        plan.kept());
    List<SummaryManifest> empty = written.stream().filter(w -> w.counts().read() == 0).toList();
    if (!empty.isEmpty()) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "%,d windows hold no line, first %s: if their export is late, --refresh=true reads them again",
              empty.size(),
              empty.get(0).window()));
    }
    long accesses = written.stream().mapToLong(SummaryManifest::accesses).sum();
    long bytes =
        written.stream().flatMap(w -> w.files().stream()).mapToLong(ModelFile::bytes).sum();
    out.println(took.inWords());
    out.printf(
        Locale.ROOT,
        "summaries: %s (%,d accesses of a window, %,d bytes%s; %s)%n",
        options.getOutput(),
        accesses,
        bytes,
        accesses == 0
            ? ""
            : String.format(Locale.ROOT, ", %.1f for each", (double) bytes / accesses),
        Runs.inWords(took.total()));
  }

  private static Collection<SummaryManifest> written(String folder, WindowPlan plan)
      throws IOException {
    SortedMap<SummaryWindow, SummaryManifest> there =
        new TreeMap<>(
            SummaryFolder.open(folder)
                .windowsIn(new TimeRange(plan.made().firstKey().from(), plan.made().lastKey().to()))
                .manifests());
    there.keySet().retainAll(plan.made().keySet());
    if (there.size() < plan.made().size()) {
      throw new RunFailedException("the run ended without leaving all its windows in " + folder);
    }
    return there.values();
  }

  private static RunMetrics metrics(Collection<SummaryManifest> windows) {
    Map<String, Long> numbers = new TreeMap<>();
    for (SummaryManifest window : windows) {
      InputCounts counts = window.counts();
      numbers.merge("read", counts.read(), Long::sum);
      numbers.merge("used", counts.used(), Long::sum);
      numbers.merge("filtered", counts.filtered(), Long::sum);
      numbers.merge("rejected", counts.rejected(), Long::sum);
      counts
          .filteredByReason()
          .forEach((reason, n) -> numbers.merge("filteredByReason." + reason, n, Long::sum));
      counts
          .rejectedByReason()
          .forEach((reason, n) -> numbers.merge("rejectedByReason." + reason, n, Long::sum));
    }
    return RunMetrics.of(numbers);
  }

  private static Duration length(SummarizeOptions options) {
    String length = options.getWindow() == null ? "1h" : options.getWindow().strip();
    return switch (length) {
      case "1h" -> Duration.ofHours(1);
      case "1d" -> Duration.ofDays(1);
      default -> throw new UsageException("--window must be 1h or 1d, got '%s'".formatted(length));
    };
  }

  private static List<SummaryWindow> windows(TimeRange range, Duration length) {
    if (!range.isBounded()) {
      throw new UsageException("summarize needs both ends of the range: give --from and --to");
    }
    if (!isAtEnd(range.from(), length) || !isAtEnd(range.to(), length)) {
      throw new UsageException(
          "--from and --to must stand at ends of windows, which are whole %s in UTC, got %s: now-1d/d and now/d round down"
              .formatted(length.toDays() > 0 ? "days" : "hours", range));
    }
    List<SummaryWindow> windows = new ArrayList<>();
    for (Instant start = range.from(); start.isBefore(range.to()); start = start.plus(length)) {
      windows.add(new SummaryWindow(start, start.plus(length)));
    }
    return windows;
  }

  private static boolean isAtEnd(Instant time, Duration length) {
    return time.getNano() == 0 && time.getEpochSecond() % length.toSeconds() == 0;
  }
}
