package dev.byoml.pipelines.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.evaluate.Estimate;
import dev.byoml.pipelines.evaluate.EvaluateCommand;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.transforms.write.OutputFiles;
import java.util.Map;

/**
 * How well a model ranked, as {@code evaluate} wrote it.
 *
 * @param modelId the model
 * @param anomalous number of accesses that should be found
 * @param harmless number of others
 * @param methods for each method, the model first, its measures by their names
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluationSummary(
    String modelId, long anomalous, long harmless, Map<String, Map<String, Estimate>> methods) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * Reads what {@code evaluate} wrote.
   *
   * @param folder its {@code --output}
   * @param model id of the model that it has to be about
   * @throws dev.byoml.pipelines.cli.UsageException if it is not there, or about another model
   */
  static EvaluationSummary read(String folder, String model) {
    return Inputs.file(
        "--evaluation",
        OutputFiles.in(folder, EvaluateCommand.FILE),
        json -> {
          EvaluationSummary summary = parse(json);
          if (!summary.modelId().equals(model)) {
            throw new IllegalArgumentException(
                "it is about model %s, but --model is %s".formatted(summary.modelId(), model));
          }
          return summary;
        });
  }

  private static EvaluationSummary parse(String json) {
    try {
      return JSON.readValue(json, EvaluationSummary.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not what evaluate writes", e);
    }
  }
}
