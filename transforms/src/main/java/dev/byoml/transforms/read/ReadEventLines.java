package dev.byoml.transforms.read;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLineCoder;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.list.EventInput;
import dev.byoml.transforms.source.list.FindPieces;
import dev.byoml.transforms.source.topic.TopicInput;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the lines of an input of events. The input is one of these, on any of Beam's file systems:
 *
 * <ul>
 *   <li>a folder of a Log Analytics export at any level: the container, {@code
 *       WorkspaceResourceId=}, a workspace, a year, down to the minute;
 *   <li>any folder: the files below it whose names end in {@code .json}, {@code .jsonl}, {@code
 *       .ndjson}, {@code .tsv}, {@code .csv}, {@code .avro} or {@code .parquet}, each also with
 *       {@code .gz};
 *   <li>a file of any name;
 *   <li>a pattern with {@code *}, {@code ?} or {@code **}: the files that match it, whatever their
 *       names, and what is in the folders that match;
 *   <li>an event hub ({@code eventhubs://NAMESPACE/HUB}) or a topic of Kafka ({@code
 *       kafka://HOST:PORT/TOPIC}): see {@link TopicInput}.
 * </ul>
 *
 * <p>Files in the time folders of an export are opened only if their time and the range overlap. A
 * large file is read in pieces by several workers, except if it is compressed. Files of names that
 * end in {@code .gz} are decompressed.
 *
 * <pre>{@code
 * PCollection<SourceLine> lines =
 *     pipeline.apply(
 *         "Read", ReadEventLines.from("azfs://account/am-securityevent").within(timeRange));
 * }</pre>
 *
 * <p>Every line is given on, blank ones too. A line that is too long, and the place where a
 * compressed file is damaged, are lines with a {@link SourceLine#problem}. If a file cannot be read
 * at all, the run fails, because what is missing then is not known.
 *
 * <p>The Beam counters {@code filesRead}, {@code filesOutsideTimeRange} and {@code
 * filesOfOtherKind} in the namespace {@code byoml} count files, {@code messagesRead} messages.
 */
public final class ReadEventLines extends PTransform<PBegin, PCollection<SourceLine>> {

  private final FindPieces pieces;
  private final Template template;

  private ReadEventLines(FindPieces pieces, Template template) {
    this.pieces = pieces;
    this.template = template;
  }

  /** Reads all of {@code input}. */
  public static ReadEventLines from(String input) {
    return new ReadEventLines(FindPieces.of(input), null);
  }

  /**
   * Leaves out the files of an export that hold no row of {@code range}, and the messages of a
   * topic that are too old to.
   */
  public ReadEventLines within(TimeRange range) {
    return new ReadEventLines(pieces.within(range), template);
  }

  /**
   * Gives rows as {@code template} reads them: tables that name their columns become lines of its
   * own format. Otherwise they stay the lines that they are.
   */
  public ReadEventLines forTemplate(Template template) {
    return new ReadEventLines(pieces, requireNonNull(template, "template"));
  }

  /** Reads files in pieces of {@code bytes}. */
  ReadEventLines inPiecesOf(long bytes) {
    return new ReadEventLines(pieces.inPiecesOf(bytes), template);
  }

  /**
   * Checks that {@code input} is there and can be read, before anything runs. A local pattern must
   * match a file. Elsewhere the store must answer, but a folder or a pattern may turn out to be
   * empty: listing a large one takes too long. Needs {@link
   * org.apache.beam.sdk.io.FileSystems#setDefaultPipelineOptions} for what is not local.
   *
   * @throws InputNotFoundException if there is nothing or it cannot be read; the message is one
   *     line
   */
  public static void checkReadable(String input) {
    if (TopicInput.isTopic(requireNonNull(input, "input"))) {
      TopicInput.checkReadable(input);
    } else {
      EventInput.of(input).checkReadable();
    }
  }

  /**
   * Roughly how many bytes of events a local input holds, compressed files counted at what they are
   * at most likely to unfold to. Nothing for an input elsewhere, whose files are not listed.
   *
   * @param range files of an export outside of it do not count where their path says so
   * @throws InputNotFoundException if there is nothing or it cannot be read
   */
  public static OptionalLong localBytes(String input, TimeRange range) {
    return EventInput.of(requireNonNull(input, "input")).localBytes(range);
  }

  /**
   * Adds the reading to a pipeline.
   *
   * @throws InputNotFoundException if it is certain that there is no such input
   */
  @Override
  public PCollection<SourceLine> expand(PBegin begin) {
    return begin
        .apply("Find pieces", pieces)
        .apply("Read lines", ParDo.of(new ReadLinesFn(template)))
        .setCoder(SourceLineCoder.of());
  }

  /**
   * Reads the lines of pieces. If the file system or the broker fails again and again, so does the
   * bundle, and the runner may try it anew.
   */
  static final class ReadLinesFn extends DoFn<InputPiece, SourceLine> {
    private final Template template;

    ReadLinesFn(Template template) {
      this.template = template;
    }

    @ProcessElement
    public void read(
        @Element InputPiece piece, PipelineOptions options, OutputReceiver<SourceLine> receiver)
        throws IOException {
      try (SourceLines lines = PieceReader.open(piece, template, options)) {
        for (SourceLine line = lines.next(); line != null; line = lines.next()) {
          receiver.output(line.copy());
        }
      }
    }
  }
}
