package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PackedCoder;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes {@link RunFile} into the folder of a run when all files of the run are there. Those that
 * lie elsewhere are waited for and listed apart. Nothing is written to the folder of a run that has
 * failed. What is doubtful about a run is counted, {@code doubts/KIND}.
 *
 * <p>For bounded input in the global window.
 */
public final class WriteRunFile extends PTransform<PCollection<WrittenFile>, PCollection<Void>> {
  private static final PackedCoder<List<WrittenFile>> FILES =
      PackedCoder.of(ListCoder.of(WrittenFile.CODER));

  private final String folder;
  private final TimeRange range;
  private final String modelId;
  private final String template;
  private final PCollection<KV<String, Long>> numbers;
  private final RunTrust trust;

  private WriteRunFile(
      String folder,
      TimeRange range,
      String modelId,
      String template,
      PCollection<KV<String, Long>> numbers,
      RunTrust trust) {
    this.trust = requireNonNull(trust, "trust");
    this.folder = requireNonNull(folder, "folder");
    this.range = requireNonNull(range, "range");
    this.modelId = requireNonNull(modelId, "modelId");
    this.template = requireNonNull(template, "template");
    this.numbers = requireNonNull(numbers, "numbers");
  }

  /**
   * Tells of a run.
   *
   * @param folder of the run, as an absolute path
   * @param range the window
   * @param modelId the model that scored
   * @param template how events were read
   * @param numbers what became of lines and accesses; those of the same name are added up
   */
  public static WriteRunFile to(
      String folder,
      TimeRange range,
      String modelId,
      String template,
      PCollection<KV<String, Long>> numbers) {
    return new WriteRunFile(folder, range, modelId, template, numbers, RunTrust.EVERY_RUN);
  }

  /** Writes nothing where the run has failed by these rules. */
  public WriteRunFile unlessFailedBy(RunTrust trust) {
    return new WriteRunFile(folder, range, modelId, template, numbers, trust);
  }

  /** Makes the file. The result is empty. */
  @Override
  public PCollection<Void> expand(PCollection<WrittenFile> files) {
    PCollectionView<Map<String, Long>> totals =
        numbers.apply("Add up", Sum.longsPerKey()).apply("As a map", View.asMap());
    return files
        .apply("In one place", ParDo.of(new PackFn(folder)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), FILES))
        .apply("All files", GroupByKey.create())
        .apply(
            "Write run.json",
            ParDo.of(new WriteFn(range, modelId, template, totals, trust)).withSideInputs(totals))
        .setCoder(VoidCoder.of());
  }

  /** Puts the files of a bundle together: there may be some for each of many tenants. */
  private static final class PackFn
      extends DoFn<WrittenFile, KV<String, Packed<List<WrittenFile>>>> {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private transient List<WrittenFile> files;

    PackFn(String folder) {
      this.folder = folder;
    }

    @StartBundle
    public void startBundle() {
      files = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element WrittenFile file) {
      files.add(file);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (!files.isEmpty()) {
        context.output(
            KV.of(folder, FILES.pack(files)),
            GlobalWindow.INSTANCE.maxTimestamp(),
            GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class WriteFn
      extends DoFn<KV<String, Iterable<Packed<List<WrittenFile>>>>, Void> {
    private static final long serialVersionUID = 1L;

    private final TimeRange range;
    private final String modelId;
    private final String template;
    private final PCollectionView<Map<String, Long>> totals;
    private final RunTrust trust;

    WriteFn(
        TimeRange range,
        String modelId,
        String template,
        PCollectionView<Map<String, Long>> totals,
        RunTrust trust) {
      this.trust = trust;
      this.range = range;
      this.modelId = modelId;
      this.template = template;
      this.totals = totals;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      Map<String, Long> numbers = context.sideInput(totals);
      trust
          .doubts(numbers)
          .keySet()
          .forEach(kind -> Metrics.counter(PhaseTime.NAMESPACE, "doubts/" + kind).inc());
      if (trust.failure(numbers).isPresent()) {
        return;
      }
      List<WrittenFile> files = new ArrayList<>();
      List<WrittenFile> elsewhere = new ArrayList<>();
      String folder = context.element().getKey();
      for (Packed<List<WrittenFile>> packed : context.element().getValue()) {
        for (WrittenFile file : FILES.unpack(packed)) {
          if (file.isBelow(folder)) {
            files.add(file.below(folder));
          } else {
            elsewhere.add(file);
          }
        }
      }
      RunFile.of(range, modelId, template, numbers, files, elsewhere).write(folder);
    }
  }
}
