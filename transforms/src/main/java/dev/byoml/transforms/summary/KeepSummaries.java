package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.access.AccessTable;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.metrics.WithholdOfFailedRun;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.WrittenFile;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
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
            .get(SummarizeAccesses.PACKED)
            .apply("Encode", ParDo.of(new EncodeFn(target.window())))
            .setCoder(WriteWindows.PARTS);
    WriteWindows write = WriteWindows.to(folder, List.of(target), template);
    return parts.apply(
        "Write window", trust == null ? write : write.unless(WithholdOfFailedRun.by(trust, lines)));
  }

  /** What has been added up is all there is of its users, so it becomes a file as it stands. */
  private static final class EncodeFn extends DoFn<Packed<SummaryPart>, KV<Integer, WindowPart>> {
    private final long from;
    private final long to;

    EncodeFn(SummaryWindow window) {
      this.from = window.from().getEpochSecond();
      this.to = window.to().getEpochSecond();
    }

    @ProcessElement
    public void process(
        @Element Packed<SummaryPart> packed, OutputReceiver<KV<Integer, WindowPart>> receiver) {
      SummaryWindow window =
          new SummaryWindow(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
      AccessTable accesses = new AccessTable();
      SummaryPart part = SummaryPart.added(packed, number -> accesses);
      receiver.output(KV.of(0, WindowPart.of(window, accesses, part.counts())));
    }
  }
}
