package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.BundleSummarizer;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.metrics.WithholdOfFailedRun;
import dev.byoml.transforms.parse.LineCounts;
import dev.byoml.transforms.source.TimeWindows;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.WrittenFile;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Writes what a run has added up, as {@link SummarizeAccesses} gives it, into a folder as one
 * window.
 */
public final class KeepSummaries extends PTransform<PCollectionTuple, PCollection<WrittenFile>> {
  private final String folder;
  private final transient WindowTarget target;
  private final transient Template template;
  private final transient RunTrust trust;
  private final transient PCollection<KV<String, Long>> lines;

  private KeepSummaries(
      String folder,
      WindowTarget target,
      Template template,
      RunTrust trust,
      PCollection<KV<String, Long>> lines) {
    this.folder = requireNonNull(folder, "folder");
    this.target = requireNonNull(target, "target");
    this.template = requireNonNull(template, "template");
    this.trust = trust;
    this.lines = lines;
  }

  /**
   * Keeps a window.
   *
   * @param folder takes it; on any of Beam's file systems
   * @param target the window, which holds all accesses
   * @param template how events were read
   */
  public static KeepSummaries in(String folder, WindowTarget target, Template template) {
    return new KeepSummaries(folder, target, template, null, null);
  }

  /**
   * Leaves a window as it was if the run has failed.
   *
   * @param trust when it has
   * @param lines what became of the lines, each name once
   */
  public KeepSummaries unlessFailedBy(RunTrust trust, PCollection<KV<String, Long>> lines) {
    return new KeepSummaries(
        folder, target, template, requireNonNull(trust, "trust"), requireNonNull(lines, "lines"));
  }

  /** Makes the files, and says which manifest. */
  @Override
  public PCollection<WrittenFile> expand(PCollectionTuple accesses) {
    PCollection<KV<Integer, WindowPart>> parts =
        accesses
            .get(SummarizeAccesses.SUMMARIES)
            .apply("Pack", ParDo.of(new PackFn()))
            .setCoder(BundleSummarizer.CODER)
            .apply("Encode", new EncodeParts(List.of(target)))
            .get(EncodeParts.PARTS);
    PCollection<KV<Integer, WindowPart>> counts =
        accesses
            .get(SummarizeAccesses.COUNTS)
            .apply("Lines", ParDo.of(new LinesFn()))
            .setCoder(WriteWindows.PARTS);
    WriteWindows write = WriteWindows.to(folder, List.of(target), template);
    return PCollectionList.of(parts)
        .and(counts)
        .apply("Accesses and lines", Flatten.pCollections())
        .apply(
            "Write window",
            trust == null ? write : write.unless(WithholdOfFailedRun.by(trust, lines)));
  }

  private static final class PackFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<Integer, Packed<SummaryPart>>> {
    private final BundleSummarizer summarizer = BundleSummarizer.of(TimeWindows.ONE);

    @StartBundle
    public void startBundle() {
      summarizer.start();
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> access,
        OutputReceiver<KV<Integer, Packed<SummaryPart>>> receiver) {
      summarizer.add(0, access.getKey(), access.getValue(), receiver::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      summarizer.finish(
          part ->
              context.output(part, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }

  private static final class LinesFn extends DoFn<LineCounts, KV<Integer, WindowPart>> {
    @ProcessElement
    public void process(
        @Element LineCounts counts, OutputReceiver<KV<Integer, WindowPart>> receiver) {
      receiver.output(KV.of(0, WindowPart.ofLines(counts)));
    }
  }
}
