package dev.byoml.pipelines.report;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.OutputFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code byoml report}: results and the model that scored them become one HTML file. */
public final class ReportCommand extends Command<ReportOptions> {
  /** The command. */
  public ReportCommand() {
    super(
        "report",
        "writes results as one HTML page for a person, with their explanations",
        ReportOptions.class,
        "report --results=results/today --model=models/today --output=today.html");
  }

  @Override
  protected void run(ReportOptions options, PrintStream out, Consumer<String> warnings) {
    OutputFolders.requireOutsideModels("--output", options.getOutput());
    Verdicts verdicts = Inputs.verdicts(options, TimeRange.ALL);
    Map<String, String> tenantNames = TenantNames.read(options.getTenantNames());
    ReportData data =
        read(options, Inputs.model("--model", options.getModel()), verdicts, tenantNames);
    try (OutputStream file = new BufferedOutputStream(OutputFiles.create(options.getOutput()))) {
      ReportWriter.write(data, file);
    } catch (IOException e) {
      throw new UsageException(
          "--output=%s cannot be written: %s".formatted(options.getOutput(), Failures.describe(e)));
    }
    if (!data.whole()) {
      out.printf(
          Locale.ROOT,
          "%s has no run.json: whether it holds all results of its run is not known%n",
          options.getResults());
    }
    out.printf(
        Locale.ROOT,
        "report: %s (anomalies: %,d)%n",
        options.getOutput(),
        data.anomalies().total());
  }

  private static ReportData read(
      ReportOptions options,
      ModelReader model,
      Verdicts verdicts,
      Map<String, String> tenantNames) {
    String results = options.getResults();
    try {
      return ReportReader.read(
          results,
          model,
          Optional.ofNullable(options.getEvaluation())
              .map(folder -> EvaluationSummary.read(folder, model.manifest().modelId())),
          verdicts,
          tenantNames);
    } catch (ModelException e) {
      throw new UsageException(
          "--model=%s cannot be used: %s".formatted(options.getModel(), e.getMessage()));
    } catch (ReportException e) {
      throw new UsageException("--results=%s: %s".formatted(results, e.getMessage()));
    } catch (IOException e) {
      throw new UsageException(
          "--results=%s cannot be read: %s".formatted(results, Failures.describe(e)));
    }
  }
}
