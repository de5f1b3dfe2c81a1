package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.ModelJson;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.SummarizedAccess;
import dev.byoml.model.summary.SummaryFile;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.metrics.WithholdOfFailedRun;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Writes windows into a folder: the files of each, and when all are there its manifest, which
 * replaces one of an earlier run. A window without accesses has a manifest too.
 */
final class WriteWindows
    extends PTransform<PCollection<KV<Integer, WindowPart>>, PCollection<WrittenFile>> {
  /** How parts of windows go from worker to worker. */
  static final KvCoder<Integer, WindowPart> PARTS = KvCoder.of(VarIntCoder.of(), WindowPart.CODER);

  /** Files of fewer accesses are put together. */
  private static final int FEW = 1 << 12;

  private final String folder;
  private final List<WindowTarget> targets;
  private final Template template;
  private final transient WithholdOfFailedRun<KV<Integer, WindowPart>> trust;

  private WriteWindows(
      String folder,
      List<WindowTarget> targets,
      Template template,
      WithholdOfFailedRun<KV<Integer, WindowPart>> trust) {
    this.folder = folder;
    this.targets = targets;
    this.template = template;
    this.trust = trust;
  }

  /**
   * Writes to {@code folder}, on any of Beam's file systems.
   *
   * @param targets the windows, by their numbers
   * @param template how events were read
   */
  static WriteWindows to(String folder, List<WindowTarget> targets, Template template) {
    return new WriteWindows(
        requireNonNull(folder, "folder"),
        List.copyOf(targets),
        requireNonNull(template, "template"),
        null);
  }

  /** Writes nothing if the run has failed. */
  WriteWindows unless(WithholdOfFailedRun<KV<Integer, WindowPart>> failed) {
    return new WriteWindows(folder, targets, template, requireNonNull(failed, "failed"));
  }

  /** Makes the files, and says which manifests. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<Integer, WindowPart>> parts) {
    List<KV<Integer, WindowPart>> wanted = new ArrayList<>();
    for (int window = 0; window < targets.size(); window++) {
      wanted.add(KV.of(window, WindowPart.NOTHING));
    }
    PCollection<KV<Integer, WindowPart>> all =
        PCollectionList.of(parts)
            .and(parts.getPipeline().apply("Every window", Create.of(wanted).withCoder(PARTS)))
            .apply("All parts", Flatten.pCollections());
    return (trust == null ? all : all.apply("Unless the run has failed", trust))
        .apply("Write large files", ParDo.of(new WriteLargeFn(folder)))
        .setCoder(PARTS)
        .apply("Group by window", GroupByKey.create())
        .apply("Write window", ParDo.of(new WriteFn(folder, targets, template)))
        .setCoder(WrittenFile.CODER);
  }

  /** Writes files where their content is, so that only what is small is gathered for a window. */
  private static final class WriteLargeFn
      extends DoFn<KV<Integer, WindowPart>, KV<Integer, WindowPart>> {
    private final String folder;

    WriteLargeFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, WindowPart> element, OutputReceiver<KV<Integer, WindowPart>> receiver)
        throws IOException {
      WindowPart part = element.getValue();
      if (part.accesses() >= FEW) {
        SummaryFolder.writeIfMissing(folder, part.summaryFile());
        receiver.output(KV.of(element.getKey(), part.written()));
      } else {
        receiver.output(element);
      }
    }
  }

  private static final class WriteFn extends DoFn<KV<Integer, Iterable<WindowPart>>, WrittenFile> {
    private final String folder;
    private final long[] starts;
    private final long[] ends;

    /** As JSON, since values of the model do not serialize. */
    private final List<String> inputs;

    private final Template template;

    WriteFn(String folder, List<WindowTarget> targets, Template template) {
      this.folder = folder;
      this.starts =
          targets.stream().mapToLong(target -> target.window().from().getEpochSecond()).toArray();
      this.ends =
          targets.stream().mapToLong(target -> target.window().to().getEpochSecond()).toArray();
      this.inputs =
          new ArrayList<>(targets.stream().map(target -> ModelJson.write(target.input())).toList());
      this.template = template;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<WindowPart>> parts, OutputReceiver<WrittenFile> receiver)
        throws IOException {
      int number = parts.getKey();
      SummaryWindow window =
          new SummaryWindow(
              Instant.ofEpochSecond(starts[number]), Instant.ofEpochSecond(ends[number]));
      List<ModelFile> files = new ArrayList<>();
      List<SummarizedAccess> few = new ArrayList<>();
      LineCounts counts = LineCounts.NONE;
      long duplicates = 0;
      long accesses = 0;
      for (WindowPart part : parts.getValue()) {
        counts = counts.plus(part.counts());
        duplicates += part.duplicates();
        accesses += part.accesses();
        if (part.isWritten()) {
          files.add(part.modelFile());
        } else if (part.accesses() > 0) {
          part.summaryFile().readAccesses(folder, few::add);
        }
      }
      if (!few.isEmpty()) {
        SummaryFile file = SummaryFile.ofAccesses(window, few);
        SummaryFolder.writeIfMissing(folder, file);
        files.add(file.file());
      }
      files.sort(Comparator.comparing(ModelFile::name));
      SummaryManifest manifest =
          SummaryManifest.of(
              window,
              new TemplateSource(template.name(), template.definition()),
              inputCounts(counts.withDuplicates(duplicates)),
              accesses,
              ModelJson.read(inputs.get(number), SummaryManifest.Input.class),
              files);
      byte[] json = manifest.toJson().getBytes(StandardCharsets.UTF_8);
      receiver.output(OutputFiles.write(folder, window.manifest(), out -> out.write(json)));
    }

    private static InputCounts inputCounts(LineCounts counts) {
      return new InputCounts(
          counts.read(),
          counts.used(),
          counts.filtered(),
          counts.rejected(),
          counts.filteredByReason(),
          counts.rejectedByReason());
    }
  }
}
