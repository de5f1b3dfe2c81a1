package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.SummarizedAccess;
import dev.byoml.model.summary.SummaryFile;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.AccessTable;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.parse.LineCounts;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A part of the summary of a window.
 *
 * @param file name of a file of accesses of some users; empty if there are none
 * @param records number of records in it
 * @param size number of its bytes
 * @param sha256 SHA-256 of it
 * @param bytes its content, unless it was written already; not to be changed
 * @param accesses number of (tenant, user, resource) in it
 * @param duplicates how many rows repeated others
 * @param counts what became of lines, repetitions counted as used
 */
record WindowPart(
    String file,
    long records,
    long size,
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
          VarLongCoder.of(),
          StringUtf8Coder.of(),
          ByteArrayCoder.of(),
          VarLongCoder.of(),
          VarLongCoder.of(),
          LineCounts.CODER);

  private static final byte[] NO_BYTES = {};

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
    return new WindowPart("", 0, 0, "", NO_BYTES, 0, 0, counts);
  }

  /**
   * Some accesses of a window, and what became of some lines.
   *
   * @param accesses all there is of some users
   */
  static WindowPart of(SummaryWindow window, AccessTable accesses, LineCounts counts) {
    if (accesses.size() == 0) {
      return ofLines(counts);
    }
    List<SummarizedAccess> summarized = new ArrayList<>(accesses.size());
    long duplicates = 0;
    for (int access = 0; access < accesses.size(); access++) {
      AccessSummary summary = accesses.summary(access);
      duplicates += summary.duplicates();
      summarized.add(
          new SummarizedAccess(
              accesses.key(access), summary.totals(), summary.duplicates(), summary.days()));
    }
    SummaryFile file = SummaryFile.ofAccesses(window, summarized);
    return new WindowPart(
        file.file().name(),
        file.file().records(),
        file.bytes().length,
        file.file().sha256(),
        file.bytes(),
        summarized.size(),
        duplicates,
        counts);
  }

  /** The same without the content, once that is written. */
  WindowPart written() {
    return new WindowPart(file, records, size, sha256, NO_BYTES, accesses, duplicates, counts);
  }

  /** Whether there is a file, and it is written. */
  boolean isWritten() {
    return accesses > 0 && bytes.length == 0;
  }

  /** The file, if there is one. */
  SummaryFile summaryFile() {
    return new SummaryFile(modelFile(), bytes);
  }

  /** What the manifest says of it. */
  ModelFile modelFile() {
    return new ModelFile(file, records, size, sha256);
  }
}
