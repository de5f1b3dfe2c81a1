package dev.byoml.pipelines.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.byoml.model.evaluate.Evaluation;
import dev.byoml.model.evaluate.LabelledPair;
import dev.byoml.model.evaluate.Labels;
import dev.byoml.model.score.TenantModel;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.options.EvaluationOptions;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * {@code byoml evaluate}: how well a model ranks labelled accesses, as a table and as {@code
 * evaluation.json}.
 */
public final class EvaluateCommand implements Command {
  /** Name of the file that holds the result. */
  static final String FILE = "evaluation.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "tells how well a model ranks labelled accesses, beside simpler methods";
  }

  @Override
  public Class<EvaluationOptions> optionsType() {
    return EvaluationOptions.class;
  }

  @Override
  public String example() {
    return "evaluate --model=models/today --labels=labels.tsv --output=evaluations/today";
  }

  @Override
  public void run(PipelineOptions pipelineOptions, PrintStream out) {
    EvaluationOptions options = pipelineOptions.as(EvaluationOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
    List<LabelledPair> labels = labels(options.getLabels());
    ModelReader reader = reader(options.getModel());
    Evaluation evaluation =
        Evaluation.of(
            labels, tenant -> model(reader, tenant), Runtime.getRuntime().availableProcessors());
    new EvaluationTable(evaluation).print(out);
    if (options.getOutput() != null) {
      write(reader.manifest().modelId(), evaluation, options.getOutput());
      out.printf("written to: %s%n", OutputFiles.in(options.getOutput(), FILE));
    }
  }

  private static List<LabelledPair> labels(String path) {
    try (InputStream in = OutputFiles.open(path)) {
      return Labels.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("--labels=%s cannot be read".formatted(path));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--labels=%s, %s".formatted(path, e.getMessage()));
    }
  }

  private static ModelReader reader(String folder) {
    try {
      return ModelReader.open(new BeamModelFolder(folder));
    } catch (IOException e) {
      throw new UsageException("--model=%s cannot be used: %s".formatted(folder, e.getMessage()));
    }
  }

  private static Optional<TenantModel> model(ModelReader reader, String tenant) {
    try {
      return reader.tenant(tenant);
    } catch (IOException e) {
      throw new RunFailedException("the model cannot be read: " + e.getMessage(), e);
    }
  }

  private static void write(String modelId, Evaluation evaluation, String folder) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("modelId", modelId);
    json.put("anomalous", evaluation.anomalous());
    json.put("harmless", evaluation.harmless());
    json.put("seenBefore", evaluation.seenBefore());
    json.put("methods", evaluation.methods());
    try (OutputStream file = OutputFiles.create(OutputFiles.in(folder, FILE))) {
      file.write((JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(
          "--output=%s cannot be written: %s".formatted(folder, e.getMessage()));
    }
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
}
