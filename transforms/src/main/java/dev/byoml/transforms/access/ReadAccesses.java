package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.parse.BundleParser;
import dev.byoml.transforms.parse.ParseAccessEvents;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.TimeWindows;
import dev.byoml.transforms.source.list.ExportLayout;
import dev.byoml.transforms.source.list.FindPieces;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Reads the events of an input and adds up the accesses of each (tenant, user, resource): what
 * {@link ReadEventLines}, {@link ParseAccessEvents} and {@link SummarizeAccesses} do one after the
 * other, with the outputs of the last.
 *
 * <p>Pieces of files and of topics are read, parsed and added up within one function, so that no
 * line and no event is ever an element. That spares the runner's work for each, and on the
 * DirectRunner, which reads all of an input before it parses the first line, the memory for all of
 * them.
 */
public final class ReadAccesses extends PTransform<PBegin, PCollectionTuple> {
  private final String input;
  private final transient Template template;
  private final TimeRange range;
  private final boolean givesEach;

  private ReadAccesses(String input, Template template, TimeRange range, boolean givesEach) {
    this.input = requireNonNull(input, "input");
    this.template = requireNonNull(template, "template");
    this.range = requireNonNull(range, "range");
    this.givesEach = givesEach;
  }

  /**
   * Reads the accesses of all times.
   *
   * @param input one of those that {@link ReadEventLines} describes
   * @param template how events are read
   */
  public static ReadAccesses from(String input, Template template) {
    return new ReadAccesses(input, template, TimeRange.ALL, true);
  }

  /** Filters out the events outside {@code range}; files of such events alone are not opened. */
  public ReadAccesses within(TimeRange range) {
    return new ReadAccesses(input, template, range, givesEach);
  }

  /**
   * Leaves out {@link SummarizeAccesses#SUMMARIES}, an element for each access, which cost an
   * engine more than what most steps do with {@link SummarizeAccesses#PACKED}.
   */
  public ReadAccesses packed() {
    return new ReadAccesses(input, template, range, false);
  }

  /**
   * Adds the steps to a pipeline.
   *
   * @throws dev.byoml.transforms.source.InputNotFoundException if it is certain that there is no
   *     such input
   */
  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple added =
        SummarizeAccesses.addUpBundles(inBundles(begin, input, template, range, TimeWindows.ONE));
    return givesEach
        ? added.and(SummarizeAccesses.SUMMARIES, SummarizeAccesses.summaries(added))
        : added;
  }

  /**
   * Reads an input, and adds up what is in each bundle: the first half of {@link
   * SummarizeAccesses#addUpBundles}.
   *
   * @param input one of those that {@link ReadEventLines} describes
   * @param template how events are read
   * @param range accesses at other times are filtered, and files of such events not opened
   * @param windows are kept apart; accesses outside of them are filtered
   */
  public static PCollection<KV<Integer, Packed<SummaryPart>>> inBundles(
      PBegin begin, String input, Template template, TimeRange range, TimeWindows windows) {
    return begin
        .apply("Find pieces", FindPieces.of(input).within(range))
        .apply(
            "Read and add up",
            ParDo.of(new ReadAndAddUpFn(new BundleParser(template, range), windows)))
        .setCoder(BundleSummarizer.CODER);
  }

  private static final class ReadAndAddUpFn
      extends DoFn<InputPiece, KV<Integer, Packed<SummaryPart>>> {
    private final BundleParser parser;
    private final TimeWindows windows;
    private final BundleSummarizer summarizer;

    ReadAndAddUpFn(BundleParser parser, TimeWindows windows) {
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
