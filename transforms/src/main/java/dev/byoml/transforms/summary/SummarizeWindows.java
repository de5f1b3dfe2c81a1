package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.access.BundleSummarizer;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.BundleParser;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.TimeWindows;
import dev.byoml.transforms.source.list.ExportLayout;
import dev.byoml.transforms.source.list.FindPieces;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads the events of an input once, adds up the accesses of each window, and writes each into a
 * folder.
 *
 * <p>A row is in the window that its time lies in. A line that has no time that counts, because it
 * is left out or cannot be understood, is counted in the window of the export folder it lies in,
 * and in the first window if its file lies in no such folder.
 */
public final class SummarizeWindows extends PTransform<PBegin, PCollectionTuple> {
  /** The manifests that were written. */
  public static final TupleTag<WrittenFile> MANIFESTS = new TupleTag<>("manifests") {};

  /** The lines that could not be understood. */
  public static final TupleTag<RejectedLine> REJECTED = EncodeParts.REJECTED;

  private final String input;
  private final transient Template template;
  private final transient List<WindowTarget> targets;
  private final String folder;

  private SummarizeWindows(
      String input, Template template, List<WindowTarget> targets, String folder) {
    this.input = requireNonNull(input, "input");
    this.template = requireNonNull(template, "template");
    this.targets = List.copyOf(targets);
    this.folder = requireNonNull(folder, "folder");
  }

  /**
   * Summarizes an input.
   *
   * @param input one of those that {@link dev.byoml.transforms.read.ReadEventLines} describes
   * @param template how events are read
   * @param targets the windows, in order, at least one; events outside of them are filtered
   * @param folder takes the windows; on any of Beam's file systems
   */
  public static SummarizeWindows of(
      String input, Template template, List<WindowTarget> targets, String folder) {
    return new SummarizeWindows(input, template, targets, folder);
  }

  /**
   * Adds the steps to a pipeline.
   *
   * @throws dev.byoml.transforms.source.InputNotFoundException if it is certain that there is no
   *     such input
   */
  @Override
  public PCollectionTuple expand(PBegin begin) {
    TimeWindows windows = TimeWindows.of(targets.stream().map(WindowTarget::range).toList());
    TimeRange range =
        new TimeRange(
            targets.get(0).window().from(), targets.get(targets.size() - 1).window().to());
    PCollectionTuple encoded =
        begin
            .apply("Find pieces", FindPieces.of(input).within(range))
            .apply(
                "Read and add up",
                ParDo.of(new ReadWindowsFn(new BundleParser(template, range), windows)))
            .setCoder(BundleSummarizer.CODER)
            .apply("Encode", new EncodeParts(targets));
    return PCollectionTuple.of(
            MANIFESTS,
            encoded
                .get(EncodeParts.PARTS)
                .apply("Write windows", WriteWindows.to(folder, targets, template)))
        .and(REJECTED, encoded.get(EncodeParts.REJECTED));
  }

  private static final class ReadWindowsFn
      extends DoFn<InputPiece, KV<Integer, Packed<SummaryPart>>> {
    private final BundleParser parser;
    private final TimeWindows windows;
    private final BundleSummarizer summarizer;

    ReadWindowsFn(BundleParser parser, TimeWindows windows) {
      this.parser = parser;
      this.windows = windows;
      this.summarizer = BundleSummarizer.of(windows);
    }

    @StartBundle
    public void startBundle() {
      parser.start();
      summarizer.start();
    }

    @ProcessElement
    public void process(
        @Element InputPiece piece,
        PipelineOptions options,
        OutputReceiver<KV<Integer, Packed<SummaryPart>>> receiver)
        throws IOException {
      if (piece instanceof InputPiece.LeftOut leftOut) {
        summarizer.countOthersIn(0);
        summarizer.add(leftOut);
        return;
      }
      Optional<TimeRange> slot =
          piece instanceof FileRange file ? ExportLayout.slotOf(file.file()) : Optional.empty();
      Optional<Integer> window = slot.isEmpty() ? Optional.of(0) : windows.firstIn(slot.get());
      if (window.isEmpty()) {
        // A blob of a window that is there already and lies between those that are not.
        return;
      }
      summarizer.countOthersIn(window.get());
      try (SourceLines lines = PieceReader.open(piece, parser.template(), options)) {
        summarizer.add(lines, parser, receiver::output);
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      parser.finish();
      summarizer.finish(
          part ->
              context.output(part, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }
}
