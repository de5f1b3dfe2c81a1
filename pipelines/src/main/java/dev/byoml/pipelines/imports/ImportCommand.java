package dev.byoml.pipelines.imports;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.onnx.OnnxAlgorithm;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.NewModel;
import dev.byoml.pipelines.run.RunTime;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.pipelines.train.TrainingPipeline;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.calibrate.CalibrateAlerts;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.train.LearnModels;
import dev.byoml.transforms.vectors.ImportVectors;
import dev.byoml.transforms.vectors.NamedVector;
import dev.byoml.transforms.vectors.ReadVectors;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/** {@code byoml import}: vectors that another tool found become a model. */
public final class ImportCommand extends Command<ImportOptions> {
  /** Name of what made the vectors, in the manifest of a model. */
  private static final String VECTORS = "vectors";

  private final Clock clock;

  /** The command, by the system's clock. */
  public ImportCommand() {
    super(
        "import",
        "makes a model of vectors that another tool found",
        ImportOptions.class,
        "import --userVectors=users.jsonl --resourceVectors=resources.jsonl"
            + " --input=export/am-securityevent --from=now-21d --to=now-1d --model=models/imported");
    this.clock = Clock.systemUTC();
  }

  private enum OnnxOutput {
    AFFINITY,
    ANOMALY
  }

  @Override
  protected void run(ImportOptions options, PrintStream out, Consumer<String> warnings) {
    Template template =
        Inputs.template(Optional.ofNullable(options.getTemplate()).orElse(Templates.DEFAULT));
    RunWindow window = RunWindow.of(options, clock);
    TimeRange range = window.range();
    String folder = window.name("--model", options.getModel());
    TrainingParameters parameters = parameters(options);
    TrainingPipeline.Settings settings =
        new TrainingPipeline.Settings(
            ReadAccesses.from(options.getInput(), template).within(range).packed(),
            range,
            template,
            parameters,
            LearnModels.with(parameters),
            // Vectors learnt elsewhere cannot be learnt again without the last days.
            CalibrateAlerts.with(parameters).withDaysHeldOut(0),
            Inputs.verdicts(options, range),
            Enrichment.NONE,
            List.of(),
            folder);
    ReadVectors users = vectors("--userVectors", options.getUserVectors(), Side.USER, options);
    ReadVectors resources =
        vectors("--resourceVectors", options.getResourceVectors(), Side.RESOURCE, options);
    ImportVectors.ModelMaker maker = maker(options, parameters);
    Inputs.checkReadable(options);
    try (NewModel model = NewModel.in(folder, options, name())) {
      Pipeline pipeline = Pipeline.create(options);
      PCollection<KV<String, NamedVector>> vectors =
          PCollectionList.of(pipeline.apply("5 Read vectors of users", users))
              .and(pipeline.apply("5 Read vectors of resources", resources))
              .apply("5 Vectors of both sides", Flatten.pCollections());
      TrainingPipeline.compose(
          pipeline,
          settings,
          matrix -> {
            PCollectionTuple made =
                matrix.apply("6 Import vectors", ImportVectors.of(vectors, maker));
            return new TrainingPipeline.Models(
                made.get(ImportVectors.MODELS), Optional.of(made.get(ImportVectors.NUMBERS)));
          });
      RunTime took = model.run(pipeline, settings.folders());

      RunMetrics metrics = Runs.metrics(folder, took);
      Runs.printCounts(metrics, out);
      print(metrics, out);
      model.print(took, out);
    }
  }

  private static TrainingParameters parameters(ImportOptions options) {
    Affinity affinity =
        options.getAffinity() == null
            ? Affinity.DOT
            : Inputs.choice("--affinity", options.getAffinity(), Affinity.class);
    String algorithm = options.getOnnx() == null ? VECTORS : OnnxAlgorithm.NAME;
    return new TrainingParameters(
        TrainingParameters.CLASSIC.als(),
        TrainingParameters.CLASSIC.likelihood(),
        affinity,
        new AlgorithmSettings(algorithm, Map.of()));
  }

  private static ReadVectors vectors(String option, String path, Side side, ImportOptions options) {
    try {
      return ReadVectors.of(
          ReadVectors.files(path), side, Optional.ofNullable(options.getTenant()).orElse("0"));
    } catch (IOException e) {
      throw new UsageException("%s=%s: %s".formatted(option, path, e.getMessage()));
    }
  }

  private static ImportVectors.ModelMaker maker(
      ImportOptions options, TrainingParameters parameters) {
    if (options.getOnnx() == null) {
      if (options.getOnnxOutput() != null) {
        throw new UsageException("--onnxOutput says what --onnx=FILE gives; name the file");
      }
      return ImportVectors.ModelMaker.comparing(parameters);
    }
    boolean anomalous =
        options.getOnnxOutput() != null
            && Inputs.choice("--onnxOutput", options.getOnnxOutput(), OnnxOutput.class)
                == OnnxOutput.ANOMALY;
    byte[] onnx = read(options.getOnnx());
    return (accesses, users, resources) -> {
      try {
        byte[] state = OnnxAlgorithm.state(onnx, anomalous, accesses, users, resources);
        return TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(new Factorization(users, resources, List.of())).withState(state),
            parameters);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    };
  }

  private static byte[] read(String path) {
    try (InputStream in = OutputFiles.open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UsageException("--onnx=%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private static void print(RunMetrics metrics, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "vectors: %,d used, %,d without an access; accesses: %,d used, %,d left out, since their user"
            + " or resource has no vector%n",
        metrics.get("import.vectors"),
        metrics.get("import.vectorsWithoutAccess"),
        metrics.get("import.accesses"),
        metrics.get("import.accessesWithoutVector"));
    if (metrics.get("import.accesses") == 0) {
      throw new RunFailedException(
          "no access is left whose user and resource both have a vector: ids must be spelled as the"
              + " template spells them, and tenants must agree (see --tenant)");
    }
  }
}
