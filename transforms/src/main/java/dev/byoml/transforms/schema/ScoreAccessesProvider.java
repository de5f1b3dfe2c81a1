package dev.byoml.transforms.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.result.ResultColumn;
import dev.byoml.model.store.ModelReader;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.score.ExplainAnomalies;
import dev.byoml.transforms.score.ScoreAccesses;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.source.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Scores accesses with a model: {@code anomalies} has a row for each access that training has not
 * seen, with the columns of {@link ResultColumn}; times and the explanation, a JSON object, are
 * text.
 */
public final class ScoreAccessesProvider
    extends TypedSchemaTransformProvider<ScoreAccessesProvider.Configuration> {
  /** The name by which pipelines find it. */
  public static final String IDENTIFIER = "beam:schematransform:dev.byoml:score_accesses:v1";

  static final String ANOMALIES = "anomalies";

  /** A field for each column, in their order. */
  static final Schema RESULT = resultSchema();

  /** What scores, and what is reported. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Configuration {
    /** The model folder. */
    @SchemaFieldDescription("The folder of the model.")
    public final String model;

    /** Start of the window that the accesses are of. */
    @SchemaFieldDescription(
        "Start of the window that the accesses are of: an instant or date, UTC.")
    public final String from;

    /** End of that window, the time of the results. */
    @SchemaFieldDescription("End of the window, which is the time of the results.")
    public final String to;

    /** Lowest score that is reported; null for every access that training has not seen. */
    @SchemaFieldDescription("Lowest score that is reported.")
    public final @Nullable Double threshold;

    /** At most so many of each tenant; null for all. */
    @SchemaFieldDescription("At most so many anomalies of each tenant, the highest.")
    public final @Nullable Integer limit;

    /** Puts a configuration together. */
    @SchemaCreate
    public Configuration(
        String model, String from, String to, @Nullable Double threshold, @Nullable Integer limit) {
      this.model = model;
      this.from = from;
      this.to = to;
      this.threshold = threshold;
      this.limit = limit;
    }
  }

  /** For the service loader. */
  public ScoreAccessesProvider() {}

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Finds the anomalous accesses among those of a window, with a model and with reasons.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of("input");
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(ANOMALIES);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    TimeRange range = Ranges.of(configuration.from, configuration.to);
    SelectAnomalies selection = SelectAnomalies.all();
    if (configuration.threshold != null) {
      selection = selection.withThreshold(configuration.threshold);
    }
    if (configuration.limit != null) {
      selection = selection.withMaxAnomalies(configuration.limit);
    }
    SelectAnomalies chosen = selection;
    ModelReference model = reference(configuration.model);
    return new SchemaTransform() {
      @Override
      public PCollectionRowTuple expand(PCollectionRowTuple input) {
        PCollection<KV<AccessKey, AccessSummary>> accesses =
            AccessRows.read(input.getSinglePCollection());
        return PCollectionRowTuple.of(
            ANOMALIES,
            accesses
                .apply("Score accesses", ScoreAccesses.with(model))
                .get(ScoreAccesses.SCORES)
                .apply("Select anomalies", chosen)
                .get(SelectAnomalies.ANOMALIES)
                .apply("Explain anomalies", ExplainAnomalies.with(model, range, accesses))
                .apply("Anomalies as rows", MapElements.via(new ResultRow()))
                .setRowSchema(RESULT));
      }
    };
  }

  private static ModelReference reference(String folder) {
    try {
      return new ModelReference(
          folder, ModelReader.open(new BeamModelFolder(folder)).manifest().modelId());
    } catch (IOException e) {
      throw new UncheckedIOException("model %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Schema resultSchema() {
    Schema.Builder schema = Schema.builder();
    for (ResultColumn column : ResultColumn.values()) {
      switch (column.type()) {
        case REAL -> schema.addDoubleField(column.label());
        case LONG -> schema.addInt64Field(column.label());
        case DATETIME, STRING, DYNAMIC -> schema.addStringField(column.label());
      }
    }
    return schema.build();
  }

  /** The columns as they are in a row of NDJSON, so that both say the same to the letter. */
  private static final class ResultRow extends SimpleFunction<Anomaly, Row> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Row apply(Anomaly anomaly) {
      JsonNode columns;
      try {
        columns = JSON.readTree(AnomalyJson.write(anomaly));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a result that was just written can be read", e);
      }
      Row.Builder row = Row.withSchema(RESULT);
      for (ResultColumn column : ResultColumn.values()) {
        JsonNode value = columns.get(column.label());
        switch (column.type()) {
          case REAL -> row.addValue(value.asDouble());
          case LONG -> row.addValue(value.asLong());
          case DATETIME, STRING -> row.addValue(value.asText());
          case DYNAMIC -> row.addValue(value.toString());
        }
      }
      return row.build();
    }
  }
}
