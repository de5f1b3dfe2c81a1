package dev.byoml.transforms.schema;

import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.template.Templates;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads the accesses of a time range: {@code accesses}, a row for each tenant, user and resource,
 * and {@code rejected}, the lines that could not be understood.
 *
 * @see ReadAccesses
 */
public final class ReadAccessesProvider
    extends TypedSchemaTransformProvider<ReadAccessesProvider.Configuration> {
  /** The name by which pipelines find it. */
  public static final String IDENTIFIER = "beam:schematransform:dev.byoml:read_accesses:v1";

  static final String ACCESSES = "accesses";
  static final String REJECTED = "rejected";

  private static final Schema REJECTED_LINE =
      Schema.builder()
          .addStringField("source")
          .addStringField("reason")
          .addStringField("detail")
          .addStringField("start")
          .build();

  /** What is read, and how. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Configuration {
    /** What is read, as {@code --input}. */
    @SchemaFieldDescription("An export folder, a folder of files, a file, a glob or a topic.")
    public final String input;

    /** Start of the time range, as {@code --from}; null for the earliest event. */
    @SchemaFieldDescription("Start of the time range, inclusive: an ISO-8601 instant or date, UTC.")
    public final @Nullable String from;

    /** End of the time range, as {@code --to}; null for the latest event. */
    @SchemaFieldDescription("End of the time range, exclusive.")
    public final @Nullable String to;

    /** How events are read, as {@code --template}; null for the default. */
    @SchemaFieldDescription("A built-in template or the path of a YAML file.")
    public final @Nullable String template;

    /** Puts a configuration together. */
    @SchemaCreate
    public Configuration(
        String input, @Nullable String from, @Nullable String to, @Nullable String template) {
      this.input = input;
      this.from = from;
      this.to = to;
      this.template = template;
    }
  }

  /** For the service loader. */
  public ReadAccessesProvider() {}

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Reads who touched what in a time range, from events of Log Analytics or files.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of();
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(ACCESSES, REJECTED);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    ReadAccesses read =
        ReadAccesses.from(
                configuration.input,
                Templates.load(
                    Optional.ofNullable(configuration.template).orElse(Templates.DEFAULT)))
            .within(Ranges.of(configuration.from, configuration.to));
    return new SchemaTransform() {
      @Override
      public PCollectionRowTuple expand(PCollectionRowTuple input) {
        PCollectionTuple found = input.getPipeline().apply("Read accesses", read);
        return PCollectionRowTuple.of(
            ACCESSES,
            AccessRows.of(found.get(SummarizeAccesses.SUMMARIES)),
            REJECTED,
            found
                .get(SummarizeAccesses.REJECTED)
                .apply("Rejected as rows", MapElements.via(new RejectedRow()))
                .setRowSchema(REJECTED_LINE));
      }
    };
  }

  private static final class RejectedRow extends SimpleFunction<RejectedLine, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row apply(RejectedLine line) {
      return Row.withSchema(REJECTED_LINE)
          .addValues(line.source(), line.reason().label(), line.detail(), line.start())
          .build();
    }
  }
}
