package dev.byoml.pipelines.command;

import dev.byoml.model.score.TrainingParameters;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.TrainingPipeline;
import dev.byoml.pipelines.options.TrainingOptions;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.read.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** {@code byoml train}: events of a time range become a model. */
public final class TrainCommand implements Command {
  private final Clock clock;

  /** The command, by the system's clock. */
  public TrainCommand() {
    this(Clock.systemUTC());
  }

  /**
   * The command by another clock.
   *
   * @param clock tells what {@code now} means in {@code --from} and {@code --to}
   */
  TrainCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "makes a model of the events of a time range";
  }

  @Override
  public Class<TrainingOptions> optionsType() {
    return TrainingOptions.class;
  }

  @Override
  public String example() {
    return "train --input=export/am-securityevent --from=now-21d --to=now-1d --model=models/today";
  }

  @Override
  public void run(PipelineOptions pipelineOptions, PrintStream out) {
    TrainingOptions options = pipelineOptions.as(TrainingOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
    Template template =
        Inputs.template(Optional.ofNullable(options.getTemplate()).orElse(Templates.DEFAULT));
    RunWindow window = RunWindow.of(options, clock);
    TimeRange range = window.range();
    String model = window.name("--model", options.getModel());
    TrainingParameters parameters = TrainingParameterOptions.of(options, template);
    TrainingPipeline.Settings settings =
        new TrainingPipeline.Settings(
            options.getInput(),
            range,
            template,
            parameters,
            FactorizationOptions.of(options, parameters),
            Inputs.verdicts(options, range),
            model);
    Inputs.checkReadable(options);
    BeamModelFolder folder = new BeamModelFolder(model);
    requireNoModel(folder);

    Pipeline pipeline = Pipeline.create(options);
    TrainingPipeline.compose(pipeline, settings);
    Duration took = Runs.run(pipeline);

    RunMetrics metrics = Runs.metrics(model);
    Runs.printCounts(metrics, out);
    Runs.printVerdicts(metrics, out);
    if (metrics.get("used") == 0) {
      throw new RunFailedException(
          "there is nothing to learn from: no access is left in %s; see the counts above, and check"
                  .formatted(settings.range())
              + " --input, --from, --to and --template");
    }
    print(manifest(folder), model, took, out);
  }

  private static void requireNoModel(BeamModelFolder folder) {
    try {
      if (folder.exists(ModelManifest.FILE)) {
        throw new UsageException(
            "--model=%s already holds a model, which train never touches; name another folder"
                .formatted(folder.location()));
      }
    } catch (IOException e) {
      throw new UsageException(
          "--model=%s cannot be used: %s".formatted(folder.location(), e.getMessage()));
    }
  }

  private static ModelManifest manifest(BeamModelFolder folder) {
    try {
      return ModelReader.open(folder).manifest();
    } catch (IOException e) {
      throw new RunFailedException("the model was not completed: " + e.getMessage(), e);
    }
  }

  private static void print(ModelManifest manifest, String folder, Duration took, PrintStream out) {
    ModelManifest.Totals totals = manifest.totals();
    out.printf(
        Locale.ROOT,
        "learnt from: %,d tenants, %,d users, %,d resources, %,d distinct accesses%n",
        totals.tenants(),
        totals.users(),
        totals.resources(),
        totals.accesses());
    out.printf("model: %s in %s (%s)%n", manifest.modelId(), folder, Runs.inWords(took));
  }
}
