package dev.byoml.pipelines.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.auto.AutoAlgorithm;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.evaluate.BudgetRecall;
import dev.byoml.model.evaluate.Estimate;
import dev.byoml.model.evaluate.Evaluation;
import dev.byoml.model.evaluate.LabelledPair;
import dev.byoml.model.evaluate.Labels;
import dev.byoml.model.evaluate.WindowLabels;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.InputOptions;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.run.RunWindow;
import dev.byoml.pipelines.summarize.Summaries;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.summary.ReadSummaries;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code byoml evaluate}: how well a model ranks labelled accesses, as a table and as {@code
 * evaluation.json}, and how it differs from the model before, as a table and as {@code drift.json}.
 */
public final class EvaluateCommand extends Command<EvaluationOptions> {
  /** Name of the file that holds the result. */
  public static final String FILE = "evaluation.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The command. */
  public EvaluateCommand() {
    super(
        "evaluate",
        "tells how well a model ranks labelled accesses, and how it differs from the last",
        EvaluationOptions.class,
        "evaluate --model=models/today --labels=labels.tsv --output=evaluations/today");
  }

  @Override
  protected void run(EvaluationOptions options, PrintStream out, Consumer<String> warnings) {
    boolean hasWindow = options.getInput() != null || options.getSummaries() != null;
    if (options.getInput() != null && options.getSummaries() != null) {
      throw new UsageException("--input and --summaries both say what is read: give one of them");
    }
    if (options.getMaxGaps() != null && options.getSummaries() == null) {
      throw new UsageException("--maxGaps goes with --summaries");
    }
    if (options.getLabels() == null && options.getPreviousModel() == null && !hasWindow) {
      throw new UsageException(
          "--labels is missing: which accesses should be found? Or give --input with --from and"
              + " --to to make labels of a later window, or --previousModel to compare two models");
    }
    if (options.getLabels() != null && hasWindow) {
      throw new UsageException("--labels and --input exclude each other: which labels count?");
    }
    if (hasWindow && options.getOutput() == null) {
      throw new UsageException(
          "--output is missing: where are the accesses of the window to be put down?");
    }
    Optional<List<LabelledPair>> labels =
        Optional.ofNullable(options.getLabels()).map(EvaluateCommand::labels);
    ModelReader reader = Inputs.model("--model", options.getModel());
    if (options.getPreviousModel() != null) {
      ModelDrift drift =
          ModelDrift.between(Inputs.model("--previousModel", options.getPreviousModel()), reader);
      drift.print(out);
      if (options.getOutput() != null) {
        writeFile(options.getOutput(), ModelDrift.FILE, drift.json(), out);
      }
    }
    labels.ifPresent(pairs -> evaluate(pairs, reader, options.getOutput(), out));
    if (hasWindow) {
      evaluateWindow(options, reader, out);
    }
  }

  private static void evaluateWindow(
      EvaluationOptions options, ModelReader reader, PrintStream out) {
    TimeRange range = RunWindow.of(options.as(InputOptions.class), Clock.systemUTC()).range();
    TemplateSource trained = reader.manifest().template();
    Template template =
        options.getTemplate() == null
            ? Template.parse(trained.name(), trained.definition())
            : Inputs.template(options.getTemplate());
    Map<String, List<AccessKey>> window =
        WindowAccesses.read(
            options,
            options.getSummaries() == null
                ? ReadAccesses.from(options.getInput(), template).within(range).packed()
                : summaries(options, range, template, out),
            OutputFiles.in(options.getOutput(), "window"));
    List<LabelledPair> pairs = new ArrayList<>();
    window.forEach(
        (tenant, accesses) ->
            model(reader, tenant)
                .ifPresent(known -> pairs.addAll(WindowLabels.of(known, accesses))));
    if (pairs.isEmpty()) {
      throw new RunFailedException(
          "nothing that known users touched in %s was new to them; check --input, --from and --to"
              .formatted(range));
    }
    Evaluation evaluation =
        Evaluation.of(
            pairs,
            tenant -> model(reader, tenant),
            AutoAlgorithm.candidates(),
            Runtime.getRuntime().availableProcessors());
    new MethodTable(evaluation).print(out);
    writeFile(options.getOutput(), FILE, json(reader.manifest().modelId(), evaluation), out);
  }

  private static ReadSummaries summaries(
      EvaluationOptions options, TimeRange range, Template template, PrintStream out) {
    Summaries summaries =
        Summaries.of(options.getSummaries(), range, Optional.of(template), options.getMaxGaps());
    summaries.gapsInWords().ifPresent(out::println);
    return summaries.reading();
  }

  private static void evaluate(
      List<LabelledPair> labels, ModelReader reader, String output, PrintStream out) {
    Evaluation evaluation =
        Evaluation.of(
            labels,
            tenant -> model(reader, tenant),
            List.of(),
            Runtime.getRuntime().availableProcessors());
    BudgetRecall atBudget =
        BudgetRecall.of(labels, tenant -> model(reader, tenant), tenant -> line(reader, tenant));
    new EvaluationTable(evaluation).print(out);
    print(atBudget, out);
    ChoiceTable.print(reader.manifest(), out);
    if (output != null) {
      Map<String, Object> json = json(reader.manifest().modelId(), evaluation);
      Map<String, Object> budget = new LinkedHashMap<>();
      budget.put("alertsPerDay", AlertLine.ALERTS_PER_DAY);
      budget.put("recall", atBudget.recall());
      budget.put("reportedHarmless", atBudget.reported());
      json.put("atAlertBudget", budget);
      writeFile(output, FILE, json, out);
    }
  }

  private static void print(BudgetRecall atBudget, PrintStream out) {
    Estimate recall = atBudget.recall();
    out.printf(
        Locale.ROOT,
        "recall at the alert budget of %.0f a day: %.3f (%.3f-%.3f), %,d of %,d that should be"
            + " found, as if all were of one window; and %,d of %,d harmless are reported%n",
        AlertLine.ALERTS_PER_DAY,
        recall.value(),
        recall.low(),
        recall.high(),
        atBudget.found(),
        atBudget.anomalous(),
        atBudget.reported(),
        atBudget.harmless());
  }

  private static List<LabelledPair> labels(String path) {
    return Inputs.file("--labels", path, Labels::parse);
  }

  private static Optional<TenantModel> model(ModelReader reader, String tenant) {
    try {
      return reader.tenant(tenant);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static AlertLine line(ModelReader reader, String tenant) {
    try {
      return new AlertLine(reader.summary(tenant).map(TenantSummary::expectedAlerts));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RunFailedException unreadable(IOException e) {
    return new RunFailedException("the model cannot be read: " + e.getMessage(), e);
  }

  private static Map<String, Object> json(String modelId, Evaluation evaluation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("modelId", modelId);
    json.put("anomalous", evaluation.anomalous());
    json.put("harmless", evaluation.harmless());
    json.put("seenBefore", evaluation.seenBefore());
    json.put("methods", evaluation.methods());
    return json;
  }

  private static void writeFile(
      String folder, String name, Map<String, Object> json, PrintStream out) {
    String path = OutputFiles.in(folder, name);
    try (OutputStream file = OutputFiles.create(path)) {
      file.write((JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(
          "--output=%s cannot be written: %s".formatted(folder, e.getMessage()));
    }
    out.printf("written to: %s%n", path);
  }

  /** A row for each measure, a column for each method. */
  private record EvaluationTable(Evaluation evaluation) {
    private static final int FIRST_COLUMN = 38;
    private static final int COLUMN = 22;

    void print(PrintStream out) {
      out.printf(
          Locale.ROOT,
          "labels: %,d that should be found, %,d harmless; training saw %,d of them%n",
          evaluation.anomalous(),
          evaluation.harmless(),
          evaluation.seenBefore());
      StringBuilder heading = new StringBuilder(padded("", FIRST_COLUMN));
      evaluation.methods().keySet().forEach(name -> heading.append(padded(name, COLUMN)));
      out.println(heading.toString().stripTrailing());
      for (String measure : evaluation.methods().values().iterator().next().keySet()) {
        StringBuilder line = new StringBuilder(padded(measure, FIRST_COLUMN));
        evaluation
            .methods()
            .values()
            .forEach(
                estimates -> {
                  var estimate = estimates.get(measure);
                  line.append(
                      padded(
                          String.format(
                              Locale.ROOT,
                              "%.3f (%.3f-%.3f)",
                              estimate.value(),
                              estimate.low(),
                              estimate.high()),
                          COLUMN));
                });
        out.println(line.toString().stripTrailing());
      }
      out.println("in brackets: 95 % bootstrap intervals");
    }

    private static String padded(String text, int width) {
      return text + " ".repeat(Math.max(1, width - text.length()));
    }
  }

  /** A row for each method. */
  private record MethodTable(Evaluation evaluation) {
    private static final Map<String, String> MEASURES =
        Map.of(
            "areaUnderCurve", "area under curve",
            "averagePrecisionAt1PercentPrevalence", "precision, 1 in 100",
            "recallAt1PercentFalsePositives", "recall at 1 % false");

    void print(PrintStream out) {
      out.printf(
          Locale.ROOT,
          "%,d accesses of the window were new; beside each is ranked one to the same resource by"
              + " another user, who never made it.%n",
          evaluation.harmless());
      out.printf("%-40s", "");
      List<String> measures = MEASURES.keySet().stream().sorted().toList();
      measures.forEach(measure -> out.printf("%-22s", MEASURES.get(measure)));
      out.println();
      evaluation
          .methods()
          .forEach(
              (name, estimates) -> {
                out.printf("%-40s", name);
                measures.forEach(measure -> out.printf("%-22s", text(estimates.get(measure))));
                out.println();
              });
      out.println(
          "An area of 0.5 is chance; no method reaches 1, since some of what never happened was as"
              + " likely. In brackets: 95 % bootstrap intervals.");
    }

    private static String text(Estimate estimate) {
      return String.format(
          Locale.ROOT, "%.3f (%.3f-%.3f)", estimate.value(), estimate.low(), estimate.high());
    }
  }
}
