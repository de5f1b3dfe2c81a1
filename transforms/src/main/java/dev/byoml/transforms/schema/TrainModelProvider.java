package dev.byoml.transforms.schema;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.calibrate.CalibrateAlerts;
import dev.byoml.transforms.matrix.BuildAccessMatrix;
import dev.byoml.transforms.model.WriteModel;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.train.LearnModels;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaCreate;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes a model of accesses, with the parameters that the algorithm has by default, in a new
 * folder; {@code tenants} has a row for each tenant that was learned. The same accesses give the
 * same model id as {@code train} without other options does.
 */
public final class TrainModelProvider
    extends TypedSchemaTransformProvider<TrainModelProvider.Configuration> {
  /** The name by which pipelines find it. */
  public static final String IDENTIFIER = "beam:schematransform:dev.byoml:train_model:v1";

  static final String TENANTS = "tenants";

  private static final Schema TENANT =
      Schema.builder()
          .addStringField("tenant")
          .addInt64Field("users")
          .addInt64Field("resources")
          .addInt64Field("accesses")
          .addInt64Field("communities")
          .build();

  /** What the model is made with, and where it goes. */
  @DefaultSchema(JavaFieldSchema.class)
  public static final class Configuration {
    /** The model folder. */
    @SchemaFieldDescription("The folder of the model, which must hold none yet.")
    public final String model;

    /** The algorithm, as {@code --algorithm}; null for {@code auto}. */
    @SchemaFieldDescription("The algorithm: auto (default), als, walk, ease, poisson.")
    public final @Nullable String algorithm;

    /** How the events were read; null for the default. */
    @SchemaFieldDescription("The template by which the accesses were read, for the manifest.")
    public final @Nullable String template;

    /** Start of the time range that the accesses are of; null if it is open. */
    @SchemaFieldDescription("Start of the time range that the accesses are of.")
    public final @Nullable String from;

    /** End of that range; null if it is open. */
    @SchemaFieldDescription("End of the time range that the accesses are of.")
    public final @Nullable String to;

    /** Puts a configuration together. */
    @SchemaCreate
    public Configuration(
        String model,
        @Nullable String algorithm,
        @Nullable String template,
        @Nullable String from,
        @Nullable String to) {
      this.model = model;
      this.algorithm = algorithm;
      this.template = template;
      this.from = from;
      this.to = to;
    }
  }

  /** For the service loader. */
  public TrainModelProvider() {}

  @Override
  public String identifier() {
    return IDENTIFIER;
  }

  @Override
  public String description() {
    return "Learns from accesses who usually touches what, and writes the model to a folder.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of("input");
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(TENANTS);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    TrainingParameters parameters =
        Algorithms.named(
                Optional.ofNullable(configuration.algorithm).orElse(AlgorithmSettings.AUTO))
            .defaults();
    Template template =
        Templates.load(Optional.ofNullable(configuration.template).orElse(Templates.DEFAULT));
    TimeRange range = Ranges.of(configuration.from, configuration.to);
    String folder = configuration.model;
    return new SchemaTransform() {
      @Override
      public PCollectionRowTuple expand(PCollectionRowTuple input) {
        PCollection<KV<AccessKey, AccessSummary>> accesses =
            AccessRows.read(input.getSinglePCollection());
        PCollection<TenantModel> models =
            accesses
                .apply("Build access matrix", BuildAccessMatrix.create())
                .apply("Learn models", LearnModels.with(parameters));
        models.apply(
            "Write model",
            WriteModel.to(folder)
                .describedBy(range, template, parameters)
                .withCounts(
                    input
                        .getPipeline()
                        .apply(
                            "No counts of lines",
                            Create.empty(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))))
                .withExpectedAlerts(
                    accesses.apply(
                        "Calibrate alerts", CalibrateAlerts.with(parameters).within(range))));
        return PCollectionRowTuple.of(
            TENANTS,
            models.apply("Tenants as rows", MapElements.via(new TenantRow())).setRowSchema(TENANT));
      }
    };
  }

  private static final class TenantRow extends SimpleFunction<TenantModel, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Row apply(TenantModel model) {
      return Row.withSchema(TENANT)
          .addValue(model.tenant())
          .addValue((long) model.accesses().users().size())
          .addValue((long) model.accesses().resources().size())
          .addValue((long) model.accesses().accessCount())
          .addValue((long) model.communities().count())
          .build();
    }
  }
}
