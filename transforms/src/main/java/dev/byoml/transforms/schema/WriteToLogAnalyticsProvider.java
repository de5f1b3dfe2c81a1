package dev.byoml.transforms.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.ToJson;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Sends rows of any schema to a Log Analytics table: a field for each column that the stream
 * declares. {@code unwritten} has each row that was not written, as JSON, with the reason.
 *
 * @see WriteToLogAnalytics
 */
public final class WriteToLogAnalyticsProvider
    extends TypedSchemaTransformProvider<WriteToLogAnalyticsProvider.Configuration> {
  /** The name by which pipelines find it. */
  public static final String IDENTIFIER =
      "beam:schematransform:dev.byoml:write_to_log_analytics:v1";

  static final String UNWRITTEN = "unwritten";

  private static final Schema UNWRITTEN_ROW =
      Schema.builder().addStringField("row").addStringField("reason").build();

  /** Where rows are sent. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Configuration {
    /** The ingestion endpoint. */
    @SchemaFieldDescription("HTTPS address of a data collection endpoint, or of the rule's own.")
    public final String endpoint;

    /** The data collection rule. */
    @SchemaFieldDescription("Immutable id of the data collection rule, dcr- and digits.")
    public final String rule;

    /** The stream. */
    @SchemaFieldDescription("A stream that the rule declares, Custom-…_CL.")
    public final String stream;

    /** Fields whose text is JSON, sent as what it says; null for none. */
    @SchemaFieldDescription("Fields whose text is JSON for a dynamic column, such as Explanation.")
    public final @Nullable List<String> json;

    /** Puts a configuration together. */
    @SchemaCreate
    public Configuration(String endpoint, String rule, String stream, @Nullable List<String> json) {
      this.endpoint = endpoint;
      this.rule = rule;
      this.stream = stream;
      this.json = json;
    }
  }

  /** For the service loader. */
  public WriteToLogAnalyticsProvider() {}

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Sends rows to a table of Log Analytics through the Logs Ingestion API.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of("input");
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(UNWRITTEN);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    WriteToLogAnalytics write =
        WriteToLogAnalytics.to(
            new LogAnalyticsStream(
                configuration.endpoint, configuration.rule, configuration.stream));
    UnpackJson unpack =
        new UnpackJson(List.copyOf(Optional.ofNullable(configuration.json).orElse(List.of())));
    return new SchemaTransform() {
      @Override
      public PCollectionRowTuple expand(PCollectionRowTuple input) {
        return PCollectionRowTuple.of(
            UNWRITTEN,
            input
                .getSinglePCollection()
                .apply("Rows as JSON", ToJson.of())
                .apply("Unpack JSON", MapElements.via(unpack))
                .setCoder(StringUtf8Coder.of())
                .apply("Send", write)
                .get(WriteToLogAnalytics.UNWRITTEN)
                .apply("Unwritten as rows", MapElements.via(new Unwritten()))
                .setRowSchema(UNWRITTEN_ROW));
      }
    };
  }

  /** Puts what the text of some members says in its place; text that is not JSON stays text. */
  private static final class UnpackJson extends SimpleFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> members;

    UnpackJson(List<String> members) {
      this.members = members;
    }

    @Override
    public String apply(String row) {
      if (members.isEmpty()) {
        return row;
      }
      try {
        ObjectNode object = (ObjectNode) JSON.readTree(row);
        for (String member : members) {
          JsonNode text = object.path(member);
          if (text.isTextual()) {
            object.set(member, said(text));
          }
        }
        return JSON.writeValueAsString(object);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a row that was just written as JSON can be read", e);
      }
    }

    private static JsonNode said(JsonNode text) {
      try {
        return JSON.readTree(text.asText());
      } catch (JsonProcessingException e) {
        return text;
      }
    }
  }

  private static final class Unwritten extends SimpleFunction<UnwrittenRow, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row apply(UnwrittenRow unwritten) {
      return Row.withSchema(UNWRITTEN_ROW).addValues(unwritten.row(), unwritten.reason()).build();
    }
  }
}
