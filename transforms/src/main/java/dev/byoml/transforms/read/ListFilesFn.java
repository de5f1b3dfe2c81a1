package dev.byoml.transforms.read;

import java.io.IOException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files of patterns, leaves out those of an export that hold no row of the range, and
 * cuts the large ones into pieces.
 */
final class ListFilesFn extends DoFn<InputPattern, FileRange> {
  private static final Logger LOG = LoggerFactory.getLogger(ListFilesFn.class);

  private final Counter read = Metrics.counter(ReadEventLines.METRICS_NAMESPACE, "filesRead");
  private final Counter outside =
      Metrics.counter(ReadEventLines.METRICS_NAMESPACE, "filesOutsideTimeRange");
  private final Counter otherKind =
      Metrics.counter(ReadEventLines.METRICS_NAMESPACE, "filesOfOtherKind");

  private final TimeRange range;
  private final long pieceSize;

  ListFilesFn(TimeRange range, long pieceSize) {
    this.range = range;
    this.pieceSize = pieceSize;
  }

  @ProcessElement
  public void list(@Element InputPattern pattern, OutputReceiver<FileRange> pieces)
      throws IOException {
    for (Metadata file : FileSystems.match(pattern.glob(), EmptyMatchTreatment.ALLOW).metadata()) {
      if (file.resourceId().isDirectory()) {
        continue;
      }
      if (!pattern.anyName() && !EventInput.isEventFile(file.resourceId().getFilename())) {
        otherKind.inc();
        LOG.info(
            "Not read, because its name is not that of a file of events: {}", file.resourceId());
      } else if (isOutside(file.resourceId().toString())) {
        outside.inc();
      } else {
        read.inc();
        outputPieces(file, pieces);
      }
    }
  }

  private boolean isOutside(String path) {
    return ExportLayout.slotOf(path)
        .map(slot -> !range.overlaps(slot.from(), slot.to()))
        .orElse(false);
  }

  private void outputPieces(Metadata file, OutputReceiver<FileRange> pieces) {
    String path = file.resourceId().toString();
    long size = file.sizeBytes();
    if (!file.isReadSeekEfficient() || ReadRangeFn.isCompressed(path)) {
      pieces.output(new FileRange(path, 0, Long.MAX_VALUE));
      return;
    }
    for (long start = 0; start < size; start += pieceSize) {
      pieces.output(new FileRange(path, start, Math.min(size, start + pieceSize)));
    }
  }
}
