package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.TimeWindows;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.WrittenFile;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
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
        ReadAccesses.inBundles(begin, input, template, range, windows)
            .apply("Encode", new EncodeParts(targets));
    return PCollectionTuple.of(
            MANIFESTS,
            encoded
                .get(EncodeParts.PARTS)
                .apply("Write windows", WriteWindows.to(folder, targets, template)))
        .and(REJECTED, encoded.get(EncodeParts.REJECTED));
  }
}
