package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.SummaryFile;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.LineCounts;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Some of what a window comes to.
 *
 * @param file name of a file of accesses of some users; empty if there are none
 * @param records number of records in it
 * @param sha256 SHA-256 of it
 * @param bytes its content; not to be changed
 * @param accesses number of (tenant, user, resource) in it
 * @param duplicates how many rows repeated others
 * @param counts what became of lines, repetitions counted as used
 */
record WindowPart(
    String file,
    long records,
    String sha256,
    byte[] bytes,
    long accesses,
    long duplicates,
    LineCounts counts) {
  /** Encodes parts. */
  static final Coder<WindowPart> CODER =
      RecordCoder.of(
          WindowPart.class,
          StringUtf8Coder.of(),
          VarLongCoder.of(),
          StringUtf8Coder.of(),
          ByteArrayCoder.of(),
          VarLongCoder.of(),
          VarLongCoder.of(),
          LineCounts.CODER);

  /** Says only that the window is wanted. */
  static final WindowPart NOTHING = ofLines(LineCounts.NONE);

  WindowPart {
    requireNonNull(file, "file");
    requireNonNull(sha256, "sha256");
    requireNonNull(bytes, "bytes");
    requireNonNull(counts, "counts");
  }

  /** What became of some lines. */
  static WindowPart ofLines(LineCounts counts) {
    return new WindowPart("", 0, "", new byte[0], 0, 0, counts);
  }

  /** Some accesses, and what became of some lines. */
  static WindowPart of(SummaryFile file, long accesses, long duplicates, LineCounts counts) {
    return new WindowPart(
        file.file().name(),
        file.file().records(),
        file.file().sha256(),
        file.bytes(),
        accesses,
        duplicates,
        counts);
  }

  /** The file, if there is one. */
  SummaryFile summaryFile() {
    return new SummaryFile(new ModelFile(file, records, bytes.length, sha256), bytes);
  }
}
