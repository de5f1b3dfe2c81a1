package dev.byoml.transforms.source.list;

import dev.byoml.transforms.azure.BlobClients;
import dev.byoml.transforms.azure.BlobPath;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.InputPiece.LeftOut;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.file.FileContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files of patterns, leaves out those of an export that hold no row of the range, and
 * cuts the large ones into pieces.
 */
final class ListFilesFn extends DoFn<List<InputPattern>, InputPiece> {
  private static final int MOST_NAMED = 5;
  private static final Logger LOG = LoggerFactory.getLogger(ListFilesFn.class);

  private final Counter read = Metrics.counter(PhaseTime.NAMESPACE, "filesRead");
  private final Counter outside = Metrics.counter(PhaseTime.NAMESPACE, "filesOutsideTimeRange");
  private final Counter otherKind = Metrics.counter(PhaseTime.NAMESPACE, "filesOfOtherKind");

  private final TimeRange range;
  private final long pieceSize;

  ListFilesFn(TimeRange range, long pieceSize) {
    this.range = range;
    this.pieceSize = pieceSize;
  }

  @ProcessElement
  public void list(
      @Element List<InputPattern> patterns,
      PipelineOptions options,
      OutputReceiver<InputPiece> pieces)
      throws IOException {
    FileLister lister = lister(patterns.get(0), options);
    List<String> leftOut = new ArrayList<>();
    for (InputPattern pattern : patterns) {
      lister.list(pattern, range, file -> sort(file, pattern, leftOut, pieces));
    }
    if (!leftOut.isEmpty()) {
      pieces.output(leftOut(leftOut));
      LOG.warn(
          "{} files are not read, because their names are not those of files of events: {}{}",
          leftOut.size(),
          String.join(", ", leftOut.subList(0, Math.min(MOST_NAMED, leftOut.size()))),
          leftOut.size() > MOST_NAMED ? ", …" : "");
    }
  }

  private static LeftOut leftOut(List<String> paths) {
    SortedMap<String, Long> files = new TreeMap<>();
    paths.stream().limit(MOST_NAMED).forEach(path -> files.put(path, 1L));
    if (paths.size() > MOST_NAMED) {
      files.put(LeftOut.OTHERS, (long) paths.size() - MOST_NAMED);
    }
    return new LeftOut(files);
  }

  static FileLister lister(InputPattern pattern, PipelineOptions options) {
    if (BlobPath.isBlobPath(pattern.glob())) {
      return new BlobLister(BlobClients.of(options));
    }
    return EventInput.isLocal(pattern.glob()) ? new LocalLister() : new FileSystemLister();
  }

  private void sort(
      ListedFile file,
      InputPattern pattern,
      List<String> leftOut,
      OutputReceiver<InputPiece> pieces) {
    if (isOfOtherKind(file, pattern)) {
      otherKind.inc();
      leftOut.add(file.path());
    } else if (isOutside(file, range)) {
      outside.inc();
    } else {
      read.inc();
      outputPieces(file, pieces);
    }
  }

  static boolean isOfOtherKind(ListedFile file, InputPattern pattern) {
    return !pattern.anyName() && !EventInput.isEventFile(file.name());
  }

  static boolean isOutside(ListedFile file, TimeRange range) {
    return ExportLayout.slotOf(file.path())
        .map(slot -> !range.overlaps(slot.from(), slot.to()))
        .orElse(false);
  }

  private void outputPieces(ListedFile file, OutputReceiver<InputPiece> pieces) {
    if (!file.seekable() || FileContent.isCompressed(file.path())) {
      pieces.output(FileRange.ofWhole(file.path()));
      return;
    }
    for (long start = 0; start < file.size(); start += pieceSize) {
      pieces.output(new FileRange(file.path(), start, Math.min(file.size(), start + pieceSize)));
    }
  }
}
