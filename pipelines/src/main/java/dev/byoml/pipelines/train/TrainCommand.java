package dev.byoml.pipelines.train;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.names.KnownNames;
import dev.byoml.pipelines.run.Enrichments;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.NewModel;
import dev.byoml.pipelines.run.RunTime;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.pipelines.summarize.Summaries;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.calibrate.CalibrateAlerts;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.model.EarlierFactors;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.train.LearnModels;
import dev.byoml.transforms.write.OutputFiles;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;

/** {@code byoml train}: events of a time range become a model. */
public final class TrainCommand extends Command<TrainingOptions> {
  private static final double PEER_GROUP_STRENGTH = 2;

  private final Clock clock;

  /** The command, by the system's clock. */
  public TrainCommand() {
    this(Clock.systemUTC());
  }

  /**
   * The command by another clock.
   *
   * @param clock gives the time that {@code now} stands for in {@code --from} and {@code --to}
   */
  TrainCommand(Clock clock) {
    super(
        "train",
        "makes a model of the events of a time range",
        TrainingOptions.class,
        "train --input=export/am-securityevent --from=now-21d --to=now-1d --model=models/today");
    this.clock = clock;
  }

  @Override
  protected void run(TrainingOptions options, PrintStream out, Consumer<String> warnings) {
    RunWindow window = RunWindow.of(options, clock);
    TimeRange range = window.range();
    String model = window.name("--model", options.getModel());
    Optional<Summaries> summaries = summaries(options, range);
    Template template =
        summaries
            .map(Summaries::template)
            .orElseGet(
                () ->
                    Inputs.template(
                        Optional.ofNullable(options.getTemplate()).orElse(Templates.DEFAULT)));
    if (summaries.isPresent() && (options.getAliases() != null || options.getComputers() != null)) {
      throw new UsageException(
          "--aliases and --computers say how events are read; --summaries were read before");
    }
    summaries.flatMap(Summaries::gapsInWords).ifPresent(out::println);
    // Everything that can be wrong with the options shows before anything is written.
    EarlierFactors start = startingAt(options, TrainingParameterOptions.of(options, template), out);
    settings(options, range, summaries, template, start, model);
    try (NewModel made = NewModel.in(model, options, name())) {
      Template known =
          summaries.isPresent()
              ? template
              : KnownNames.of(options, template, options.getInput(), range, model, out);
      train(options, settings(options, range, summaries, known, start, model), made, out);
    }
  }

  private static TrainingPipeline.Settings settings(
      TrainingOptions options,
      TimeRange range,
      Optional<Summaries> summaries,
      Template template,
      EarlierFactors start,
      String model) {
    TrainingParameters parameters = TrainingParameterOptions.of(options, template);
    Enrichment enrichment = Enrichments.of(options);
    return new TrainingPipeline.Settings(
        summaries
            .<PTransform<PBegin, PCollectionTuple>>map(Summaries::reading)
            .orElseGet(
                () -> ReadAccesses.from(options.getInput(), template).within(range).packed()),
        range,
        template,
        parameters,
        learning(options, parameters, range, summaries)
            .startingAt(start)
            .withPeerGroups(peerGroups(options, enrichment)),
        calibration(options, range, parameters),
        Inputs.verdicts(options, range),
        enrichment,
        summaries.map(Summaries::gaps).orElse(List.of()),
        model);
  }

  private static void train(
      TrainingOptions options, TrainingPipeline.Settings settings, NewModel made, PrintStream out) {
    Pipeline pipeline = Pipeline.create(options);
    TrainingPipeline.compose(pipeline, settings);
    RunTime took = made.run(pipeline, settings.folders());

    RunMetrics metrics = Runs.metrics(settings.model(), took);
    Runs.printCounts(metrics, out);
    Runs.printVerdicts(metrics, out);
    if (metrics.get("used") == 0) {
      throw new RunFailedException(
          "there is nothing to learn from: no access is left in %s; see the counts above, and check"
                  .formatted(settings.range())
              + " --input, --from, --to and --template");
    }
    made.print(took, out);
  }

  private static Optional<Summaries> summaries(TrainingOptions options, TimeRange range) {
    if (options.getSummaries() == null) {
      if (options.getMaxGaps() != null) {
        throw new UsageException("--maxGaps goes with --summaries");
      }
      Inputs.checkReadable(options);
      return Optional.empty();
    }
    if (options.getInput() != null) {
      throw new UsageException("--input and --summaries both say what is read: give one of them");
    }
    return Optional.of(
        Summaries.of(
            options.getSummaries(),
            range,
            Optional.ofNullable(options.getTemplate()).map(Inputs::template),
            options.getMaxGaps()));
  }

  private static LearnModels learning(
      TrainingOptions options,
      TrainingParameters parameters,
      TimeRange range,
      Optional<Summaries> summaries) {
    return summaries.isEmpty()
        ? FactorizationOptions.of(options, parameters, range)
        : FactorizationOptions.of(
            options, parameters, () -> OptionalLong.of(summaries.get().reading().accesses()));
  }

  /**
   * The factors of {@code --startFrom}.
   *
   * @throws UsageException if it is not a model, or one of another rank
   */
  private static EarlierFactors startingAt(
      TrainingOptions options, TrainingParameters parameters, PrintStream out) {
    String folder = options.getStartFrom();
    if (folder == null) {
      return EarlierFactors.NONE;
    }
    String algorithm = parameters.algorithm().name();
    if (!Algorithms.named(algorithm).beginsWithAls()) {
      out.printf(
          "--startFrom helps nothing here: %s does not begin with alternating least squares%n",
          algorithm);
      return EarlierFactors.NONE;
    }
    ModelManifest earlier = Inputs.model("--startFrom", folder).manifest();
    int rank = parameters.als().rank();
    if (earlier.tenants().stream().anyMatch(tenant -> tenant.rank() != rank)) {
      throw new UsageException(
          "--startFrom=%s holds factors of another rank than --rank=%d".formatted(folder, rank));
    }
    return EarlierFactors.of(new ModelReference(OutputFiles.absolute(folder), earlier.modelId()));
  }

  private static CalibrateAlerts calibration(
      TrainingOptions options, TimeRange range, TrainingParameters parameters) {
    CalibrateAlerts calibration = CalibrateAlerts.with(parameters).within(range);
    if (options.getCalibrationDays() == null) {
      return calibration;
    }
    if (options.getCalibrationDays() < 0) {
      throw new UsageException("--calibrationDays must be 0 or more");
    }
    return calibration.withDaysHeldOut(options.getCalibrationDays());
  }

  /**
   * The groups of {@code --peerGroup}.
   *
   * @throws UsageException if no user has such a column, or the strength cannot be
   */
  private static PeerGroups peerGroups(TrainingOptions options, Enrichment enrichment) {
    String column = options.getPeerGroup();
    if (column == null) {
      if (options.getPeerGroupStrength() != null) {
        throw new UsageException(
            "--peerGroupStrength says how much a group counts; name the column with --peerGroup");
      }
      return PeerGroups.NONE;
    }
    if (!enrichment.hasColumn(Side.USER, column)) {
      throw new UsageException(
          "--peerGroup=%s is not a column of the users in --enrichment".formatted(column));
    }
    try {
      return new PeerGroups(
          enrichment,
          column,
          Optional.ofNullable(options.getPeerGroupStrength()).orElse(PEER_GROUP_STRENGTH));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--peerGroupStrength must be above 0");
    }
  }
}
