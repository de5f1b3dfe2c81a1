package dev.byoml.pipelines.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.evaluate.Estimate;
import dev.byoml.pipelines.cli.BlobStorage;
import dev.byoml.pipelines.evaluate.EvaluateCommand;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a model ranked labelled accesses, as {@code evaluate} found out.
 *
 * @param modelId the model
 * @param anomalous number of labels that should be found
 * @param harmless number of the others
 * @param methods measures by name, by the method that was measured; the model itself is {@code
 *     model}
 */
public record Measures(
    String modelId, long anomalous, long harmless, Map<String, Map<String, Estimate>> methods) {

  /** Keeps copies, in the same order. */
  public Measures {
    Map<String, Map<String, Estimate>> copies = new LinkedHashMap<>();
    methods.forEach(
        (method, measures) ->
            copies.put(method, Collections.unmodifiableMap(new LinkedHashMap<>(measures))));
    methods = Collections.unmodifiableMap(copies);
  }

  /**
   * Reads what {@code evaluate} wrote.
   *
   * @param folder its {@code --output}
   * @throws IOException if there is no such result, or it cannot be read
   */
  public static Measures read(String folder) throws IOException {
    String path = BlobStorage.use("evaluation", folder);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode json;
    try (InputStream in = OutputFiles.open(OutputFiles.in(path, EvaluateCommand.FILE))) {
      json = mapper.readTree(in);
    }
    Map<String, Map<String, Estimate>> methods = new LinkedHashMap<>();
    json.path("methods")
        .fields()
        .forEachRemaining(
            method -> {
              Map<String, Estimate> measures = new LinkedHashMap<>();
              method
                  .getValue()
                  .fields()
                  .forEachRemaining(
                      measure -> measures.put(measure.getKey(), estimate(measure.getValue())));
              methods.put(method.getKey(), measures);
            });
    return new Measures(
        json.path("modelId").asText(),
        json.path("anomalous").asLong(),
        json.path("harmless").asLong(),
        methods);
  }

  private static Estimate estimate(JsonNode json) {
    return new Estimate(
        json.path("value").asDouble(), json.path("low").asDouble(), json.path("high").asDouble());
  }
}
