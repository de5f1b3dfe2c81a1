package dev.byoml.transforms.model;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.store.ModelJson;
import dev.byoml.model.store.ModelManifest.Gap;
import dev.byoml.model.store.ModelWriter;
import dev.byoml.model.store.ModelWriter.SharedFile;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.TenantEntry;
import dev.byoml.model.store.TenantModelWriter;
import dev.byoml.model.store.TrainingRun;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes the tenants' models into a model folder: first the files of each larger tenant, wherever
 * the tenant is, then those that tenants share, and when all are there, the manifest. A run that
 * breaks off leaves a folder without a manifest, which is not a model. Without any tenant no
 * manifest is written either.
 */
public final class WriteModel extends PTransform<PCollection<TenantModel>, PCollection<Void>> {
  private static final String ONE_PLACE = "manifest";

  private final String folder;
  private final TimeRange range;
  private final Template template;
  private final TrainingParameters parameters;
  private final PCollection<KV<String, Long>> counts;
  private final PCollection<KV<String, ExpectedAlerts>> expectedAlerts;
  private final transient List<Gap> gaps;

  private WriteModel(
      String folder,
      TimeRange range,
      Template template,
      TrainingParameters parameters,
      PCollection<KV<String, Long>> counts,
      PCollection<KV<String, ExpectedAlerts>> expectedAlerts,
      List<Gap> gaps) {
    this.folder = requireNonNull(folder, "folder");
    this.range = range;
    this.template = template;
    this.parameters = parameters;
    this.counts = counts;
    this.expectedAlerts = expectedAlerts;
    this.gaps = gaps;
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteModel to(String folder) {
    return new WriteModel(folder, null, null, null, null, null, List.of());
  }

  /** Lets the manifest say what the model was made of and with. */
  public WriteModel describedBy(TimeRange range, Template template, TrainingParameters parameters) {
    return new WriteModel(
        folder,
        requireNonNull(range, "range"),
        requireNonNull(template, "template"),
        requireNonNull(parameters, "parameters"),
        counts,
        expectedAlerts,
        gaps);
  }

  /** Lets the manifest say what became of the lines that were read. */
  public WriteModel withCounts(PCollection<KV<String, Long>> counts) {
    return new WriteModel(
        folder,
        range,
        template,
        parameters,
        requireNonNull(counts, "counts"),
        expectedAlerts,
        gaps);
  }

  /** Lets the manifest say what thresholds mean for each tenant; otherwise it does not. */
  public WriteModel withExpectedAlerts(PCollection<KV<String, ExpectedAlerts>> expectedAlerts) {
    return new WriteModel(
        folder,
        range,
        template,
        parameters,
        counts,
        requireNonNull(expectedAlerts, "expectedAlerts"),
        gaps);
  }

  /** Lets the manifest say of which parts of the range there was nothing to read. */
  public WriteModel withGaps(List<Gap> gaps) {
    return new WriteModel(
        folder, range, template, parameters, counts, expectedAlerts, List.copyOf(gaps));
  }

  /** Makes the files. The result is empty. */
  @Override
  public PCollection<Void> expand(PCollection<TenantModel> tenants) {
    requireNonNull(range, "describedBy was not called");
    requireNonNull(counts, "withCounts was not called");
    PCollectionView<Map<String, Long>> totals =
        counts.apply("Add up counts", Sum.longsPerKey()).apply("Counts as a map", View.asMap());
    PCollectionView<Map<String, ExpectedAlerts>> alerts =
        expectedAlerts == null
            ? null
            : expectedAlerts.apply("Expected alerts as a map", View.asMap());
    ParDo.SingleOutput<KV<Integer, Iterable<byte[]>>, KV<String, String>> writeShared =
        ParDo.of(new WriteSharedFn(folder, alerts));
    return tenants
        .apply("Write tenant", ParDo.of(new WriteTenantFn(folder)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Tenants that share files", GroupByKey.create())
        .apply(
            "Write shared files", alerts == null ? writeShared : writeShared.withSideInputs(alerts))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("All files", GroupByKey.create())
        .apply(
            "Write manifest",
            ParDo.of(new WriteManifestFn(folder, range, template, parameters, totals, gaps))
                .withSideInputs(totals))
        .setCoder(VoidCoder.of());
  }

  private static final class WriteTenantFn extends DoFn<TenantModel, KV<Integer, byte[]>> {
    /** Each writes several files, since the DirectRunner wants few keys. */
    private static final int GROUPS = 32;

    private final PhaseTime writing = PhaseTime.of(PhaseTime.WRITE);
    private final String folder;

    WriteTenantFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element TenantModel model, OutputReceiver<KV<Integer, byte[]>> receiver)
        throws IOException {
      writing.atWork();
      TenantEntry entry = TenantModelWriter.write(new BeamModelFolder(folder), model);
      writing.atWork();
      int group = Math.floorMod(entry.sharedFile().hashCode(), GROUPS);
      receiver.output(KV.of(group, entry.toBytes()));
    }
  }

  private static final class WriteSharedFn
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<String, String>> {
    private final PhaseTime writing = PhaseTime.of(PhaseTime.WRITE);
    private final String folder;
    private final PCollectionView<Map<String, ExpectedAlerts>> expectedAlerts;

    WriteSharedFn(String folder, PCollectionView<Map<String, ExpectedAlerts>> expectedAlerts) {
      this.folder = folder;
      this.expectedAlerts = expectedAlerts;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      writing.atWork();
      Map<String, ExpectedAlerts> alerts =
          expectedAlerts == null ? Map.of() : context.sideInput(expectedAlerts);
      List<TenantEntry> entries = new ArrayList<>();
      for (byte[] bytes : context.element().getValue()) {
        TenantEntry entry = TenantEntry.ofBytes(bytes);
        entries.add(entry.withExpectedAlerts(alerts.get(entry.summary().tenant())));
      }
      for (SharedFile file : ModelWriter.writeShared(new BeamModelFolder(folder), entries)) {
        context.output(KV.of(ONE_PLACE, file.toJson()));
      }
      writing.atWork();
    }
  }

  private static final class WriteManifestFn extends DoFn<KV<String, Iterable<String>>, Void> {
    private final PhaseTime writing = PhaseTime.of(PhaseTime.WRITE);
    private final String folder;
    private final TimeRange range;
    private final Template template;
    private final TrainingParameters parameters;
    private final PCollectionView<Map<String, Long>> totals;

    /** As JSON, since values of the model do not serialize. */
    private final List<String> gaps;

    WriteManifestFn(
        String folder,
        TimeRange range,
        Template template,
        TrainingParameters parameters,
        PCollectionView<Map<String, Long>> totals,
        List<Gap> gaps) {
      this.folder = folder;
      this.range = range;
      this.template = template;
      this.parameters = parameters;
      this.totals = totals;
      this.gaps = new ArrayList<>(gaps.stream().map(ModelJson::write).toList());
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      List<SharedFile> files = new ArrayList<>();
      for (String json : context.element().getValue()) {
        files.add(SharedFile.ofJson(json));
      }
      RunMetrics metrics = RunMetrics.of(context.sideInput(totals));
      ModelWriter.finishShared(
          new BeamModelFolder(folder),
          files,
          new TrainingRun(
              range.from(),
              range.to(),
              new TemplateSource(template.name(), template.definition()),
              parameters,
              new InputCounts(
                  metrics.get("read"),
                  metrics.get("used"),
                  metrics.get("filtered"),
                  metrics.get("rejected"),
                  metrics.members("filteredByReason"),
                  metrics.members("rejectedByReason")),
              gaps.stream().map(gap -> ModelJson.read(gap, Gap.class)).toList()));
      writing.atWork();
    }
  }
}
