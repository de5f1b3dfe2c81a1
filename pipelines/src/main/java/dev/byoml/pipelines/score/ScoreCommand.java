package dev.byoml.pipelines.score;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.RunGoesOnException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.names.KnownNames;
import dev.byoml.pipelines.report.RankedAnomalies;
import dev.byoml.pipelines.run.Enrichments;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.pipelines.run.RunTime;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.pipelines.summarize.KeptWindow;
import dev.byoml.pipelines.summarize.Retention;
import dev.byoml.pipelines.template.InputGlance;
import dev.byoml.transforms.metrics.RunFile;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.score.AllowList;
import dev.byoml.transforms.score.WriteAllScores;
import dev.byoml.transforms.score.WriteAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;

/** {@code byoml score}: events of a time range and a model become ranked anomalies. */
public final class ScoreCommand extends Command<ScoringOptions> {
  private static final int ROWS_SHOWN = 20;
  private static final int DRY_RUN_ROWS_SHOWN = 5;
  private static final int EXPIRED_SHOWN = 5;
  private static final Pattern DAYS = Pattern.compile("\\s*(\\d{1,5})\\s*d?\\s*");

  private final Clock clock;

  /** The command, by the system's clock. */
  public ScoreCommand() {
    this(Clock.systemUTC());
  }

  /**
   * The command by another clock.
   *
   * @param clock gives the time that {@code now} stands for in {@code --from} and {@code --to}
   */
  ScoreCommand(Clock clock) {
    super(
        "score",
        "finds the anomalous accesses of a time range with a model",
        ScoringOptions.class,
        "score --input=export/am-securityevent --from=now-1d --to=now --model=models/today"
            + " --output=results/today");
    this.clock = clock;
  }

  @Override
  protected void run(ScoringOptions options, PrintStream out, Consumer<String> warnings) {
    RunWindow window = RunWindow.of(options, clock);
    ResultDestination destination = ResultDestination.of(options, window);
    Optional<String> allScores =
        Optional.ofNullable(options.getAllScores()).map(path -> window.name("--allScores", path));
    try {
      destination
          .results()
          .ifPresent(folder -> OutputFolders.requireOutsideModels("--output", folder));
      allScores.ifPresent(folder -> OutputFolders.requireOutsideModels("--allScores", folder));
      List<String> folders =
          Stream.concat(Stream.of(destination.folder()), allScores.stream()).toList();
      try (OutputFolders taken = OutputFolders.take(options, name(), folders)) {
        score(options, window, destination, allScores, out, warnings);
      }
    } finally {
      destination.removeTemporaryFolder();
    }
  }

  private void score(
      ScoringOptions options,
      RunWindow window,
      ResultDestination destination,
      Optional<String> allScores,
      PrintStream out,
      Consumer<String> warnings) {
    Optional<WriteToLogAnalytics> ingestion =
        destination
            .sentTo()
            .map(
                stream -> WriteToLogAnalytics.to(stream).withDeadline(Ingestion.deadline(options)));
    TimeRange range = window.range();
    String model = ModelChoice.of(options.getModel(), range);
    ModelManifest manifest = Selections.manifest(model, options);
    AllowList allowList = Selections.allowList(options.getAllowList());
    Verdicts verdicts = Inputs.verdicts(options, range);
    Optional<AlertBudget> budget = Selections.budget(options, manifest, range);
    Template template =
        KnownNames.withAliases(
            Selections.template(options.getTemplate(), manifest), options.getAliases());
    Retention retention = retention(options);
    Inputs.checkReadable(options);
    Optional<KeptWindow> kept =
        Optional.ofNullable(options.getKeepSummaries())
            .map(
                folder ->
                    KeptWindow.in(folder, range, options.getInput(), template, options, warnings));
    ScoringPipeline.Settings settings =
        new ScoringPipeline.Settings(
            options.getInput(),
            range,
            template,
            new ModelReference(model, manifest.modelId()),
            Selections.of(options, budget).withAllowList(allowList).withVerdicts(verdicts),
            verdicts,
            Enrichments.of(options),
            destination.folder(),
            destination.results(),
            ingestion,
            allScores,
            kept.map(KeptWindow::keeping),
            trust(options, RunTrust.of(range, manifest, template.name())));
    removeEarlierResults(destination.folder(), settings.allScores());

    Pipeline pipeline = Pipeline.create(options);
    ScoringPipeline.compose(pipeline, settings);
    RunTime took = runOrRemoveResults(pipeline, settings);

    failIfNothingCanBeTrusted(options, settings);
    List<String> doubts = doubts(options, settings);
    RunMetrics metrics = Runs.metrics(destination.folder(), took, doubts);
    kept.ifPresent(summaries -> summaries.finish(retention, out));
    doubts.forEach(warnings);
    printResults(destination, out);
    Runs.printCounts(metrics, out);
    Optional<String> expired =
        expired(allowList, Optional.ofNullable(range.to()).orElseGet(clock::instant));
    expired.ifPresent(out::println);
    Runs.printVerdicts(metrics, out);
    budget.ifPresent(picked -> picked.print(out));
    printOutcomes(options, metrics, out);
    budget.ifPresent(picked -> printExcess(picked, destination, out));
    destination
        .sentTo()
        .ifPresent(
            stream -> {
              Ingestion.print(metrics, stream, out);
              RunRecord.ofScore(
                      options.getInput(),
                      range,
                      manifest,
                      metrics,
                      Stream.concat(doubts.stream(), expired.stream()).toList())
                  .send(stream, Ingestion.deadline(options), clock.instant(), out);
            });
    out.println(took.inWords());
    out.printf("results: %s (%s)%n", destination.inWords(), Runs.inWords(took.total()));
    destination
        .sentTo()
        .ifPresent(
            stream -> Ingestion.failIfRowsAreLeft(metrics, stream, destination.deadLetters()));
  }

  /** Runs to the end; if that fails, half of the results would be taken for all of them. */
  private static RunTime runOrRemoveResults(Pipeline pipeline, ScoringPipeline.Settings settings) {
    try {
      return Runs.run(pipeline, settings.folders());
    } catch (RunGoesOnException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      try {
        removeResults(settings.folder(), settings.allScores(), true);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Of a run that has failed by its numbers nothing stays but what was rejected, and why. */
  private static void failIfNothingCanBeTrusted(
      ScoringOptions options, ScoringPipeline.Settings settings) {
    RunMetrics metrics = Runs.metrics(settings.folder());
    Optional<String> failure = settings.trust().failure(metrics.values());
    if (failure.isEmpty()) {
      return;
    }
    try {
      removeResults(settings.folder(), settings.allScores(), false);
    } catch (IOException e) {
      throw new RunFailedException(
          "%s; what it wrote to %s cannot be removed: %s"
              .formatted(failure.get(), settings.folder(), e.getMessage()),
          e);
    }
    throw new RunFailedException(
        "%s%s; --allowEmpty accepts such a run"
            .formatted(
                withGlance(failure.get(), options),
                metrics.get("rejected") == 0
                    ? ""
                    : "; the rejected rows are in " + settings.rejectedLines()));
  }

  private static List<String> doubts(ScoringOptions options, ScoringPipeline.Settings settings) {
    RunMetrics metrics = Runs.metrics(settings.folder());
    List<String> doubts = new ArrayList<>(settings.trust().warnings(metrics.values()));
    if (metrics.get("used") == 0 && !doubts.isEmpty()) {
      doubts.set(0, withGlance(doubts.get(0), options));
    }
    return doubts;
  }

  private static String withGlance(String what, ScoringOptions options) {
    return InputGlance.at(options.getInput(), options)
        .map(glance -> what + "; " + glance)
        .orElse(what);
  }

  private Retention retention(ScoringOptions options) {
    if (options.getKeep() != null && options.getKeepSummaries() == null) {
      throw new UsageException("--keep goes with --keepSummaries");
    }
    return Retention.of(options, RunWindow.now(options, clock));
  }

  private static RunTrust trust(ScoringOptions options, RunTrust rules) {
    RunTrust trust = options.getAllowEmpty() ? rules.allowingEmpty() : rules;
    try {
      trust = trust.withMaxRejected(options.getMaxRejected());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--maxRejected " + e.getMessage());
    }
    Matcher days = DAYS.matcher(options.getMaxModelAge());
    if (!days.matches()) {
      throw new UsageException(
          "--maxModelAge=%s is not a number of days: write it as 45 or 45d"
              .formatted(options.getMaxModelAge()));
    }
    return trust.withMaxModelAge(Integer.parseInt(days.group(1)));
  }

  private static void removeEarlierResults(String output, Optional<String> allScores) {
    try {
      removeResults(output, allScores, true);
    } catch (IOException e) {
      throw new UsageException("--output=%s cannot be used: %s".formatted(output, e.getMessage()));
    }
  }

  /**
   * The table of contents goes first. Dead letters stay: their rows may be of another window and
   * are nowhere else.
   */
  private static void removeResults(
      String output, Optional<String> allScores, boolean withRejectedLines) throws IOException {
    OutputFiles.delete(OutputFiles.in(output, RunFile.FILE));
    OutputFiles.deleteAll(output, WriteAnomalies.FILES);
    OutputFiles.deleteAll(output, WriteAnomalies.ORDINARY_FILES);
    OutputFiles.delete(OutputFiles.in(output, RunMetrics.FILE));
    if (withRejectedLines) {
      OutputFiles.deleteAll(
          OutputFiles.in(output, WriteRejectedLines.FOLDER), WriteRejectedLines.FILES);
    }
    if (allScores.isPresent()) {
      OutputFiles.deleteAll(allScores.get(), WriteAllScores.FILES);
    }
  }

  private static void printResults(ResultDestination destination, PrintStream out) {
    if (destination.results().isEmpty()) {
      return;
    }
    String folder = destination.results().get();
    if (destination.dryRun()) {
      out.println("dry run, nothing is sent: POST " + destination.stream().orElseThrow().address());
      printFirst(ranked(folder, DRY_RUN_ROWS_SHOWN), out);
    } else {
      new ResultTable(ranked(folder, ROWS_SHOWN)).print(out);
    }
  }

  private static void printFirst(RankedAnomalies anomalies, PrintStream out) {
    anomalies.ranked().forEach(anomaly -> out.println(AnomalyJson.write(anomaly)));
    long more = anomalies.total() - anomalies.ranked().size();
    if (more > 0) {
      out.printf(Locale.ROOT, "... and %,d more%n", more);
    }
    out.println();
  }

  /** The most anomalous results of a folder. */
  private static RankedAnomalies ranked(String folder, int kept) {
    RankedAnomalies anomalies = new RankedAnomalies(kept);
    read(folder, anomalies::add);
    return anomalies;
  }

  private static void read(String folder, Consumer<Anomaly> rows) {
    try {
      for (String file : OutputFiles.list(folder, WriteAnomalies.FILES)) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(OutputFiles.open(file), StandardCharsets.UTF_8))) {
          in.lines().map(AnomalyJson::read).forEach(rows);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new RunFailedException("the results cannot be read back: " + e.getMessage(), e);
    }
  }

  private static Optional<String> expired(AllowList allowList, Instant end) {
    List<String> expired = allowList.expiredAt(end);
    if (expired.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "allow-list: %,d of %,d entries have expired: %s%s",
            expired.size(),
            allowList.size(),
            String.join(", ", expired.subList(0, Math.min(EXPIRED_SHOWN, expired.size()))),
            expired.size() > EXPIRED_SHOWN ? ", …" : ""));
  }

  private static void printOutcomes(ScoringOptions options, RunMetrics metrics, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "accesses: %,d seen before, %,d new but ordinary, %,d below the threshold, %,d confirmed"
            + " benign, %,d on the allow-list, %,d anomalous%n",
        metrics.get("scores.seenBefore"),
        metrics.get("scores.ordinary"),
        metrics.get("scores.belowThreshold"),
        metrics.get("scores.confirmedBenign"),
        metrics.get("scores.allowed"),
        metrics.get("scores.anomalous"));
    if (metrics.get("scores.overLimit") > 0) {
      out.printf(
          Locale.ROOT,
          "not reported: %,d anomalous accesses beyond %s, the lowest of each tenant%n",
          metrics.get("scores.overLimit"),
          options.getMaxAnomalies() == null
              ? "the budget of tenants without days enough to calibrate"
              : "--maxAnomalies=" + options.getMaxAnomalies());
    }
  }

  private static void printExcess(
      AlertBudget budget, ResultDestination destination, PrintStream out) {
    if (destination.results().isPresent()) {
      ReportedRows rows = new ReportedRows();
      read(destination.results().get(), rows::add);
      rows.beyond(budget.ofWindow()).forEach(line -> out.println("more than the budget: " + line));
    }
  }
}
