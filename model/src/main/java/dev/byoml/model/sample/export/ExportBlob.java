package dev.byoml.model.sample.export;

import java.time.Instant;
import java.util.List;

/**
 * One blob of a continuous data export: rows of five minutes.
 *
 * @param slot start of the five minutes; all rows are from then on and less than five minutes later
 * @param part 0 for the blob itself, 1 for its spill-over
 * @param rows the lines in the order in which they were appended, at least one
 */
public record ExportBlob(Instant slot, int part, List<ExportedRow> rows) {

  /** Length of the time that one blob covers, in minutes. */
  public static final int MINUTES = 5;

  /** Keeps a copy of the rows. */
  public ExportBlob {
    rows = List.copyOf(rows);
  }

  /** What the blob holds. */
  public SampleCounts counts() {
    return rows.stream().map(ExportedRow::counts).reduce(SampleCounts.NONE, SampleCounts::plus);
  }
}
