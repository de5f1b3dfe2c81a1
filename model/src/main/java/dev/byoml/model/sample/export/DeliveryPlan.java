package dev.byoml.model.sample.export;

import dev.byoml.model.sample.export.ExportedRow.Delivery;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.RandomStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides how events become lines of blobs. Continuous export places a row by its time, so a late
 * row is appended to the blob of its five minutes behind all others, or to the blob's spill-over,
 * and so is a row that is delivered again.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export">Log
 *     Analytics workspace data export</a>
 */
public final class DeliveryPlan {
  private static final double LATE = 0.015;
  private static final double AGAIN = 0.02;
  private static final double INTO_SPILL_OVER = 0.4;
  private static final double TEXT_EVENT_ID = 0.03;
  private static final double WITHOUT_ACCOUNT = 0.01;

  private final RandomKey key;

  public DeliveryPlan(RandomKey key, LocalDate day) {
    this.key = key.of("delivery").of(day.toEpochDay());
  }

  /**
   * The blobs of five minutes.
   *
   * @param slot start of the five minutes
   * @param events what happened in them, in order of time, at least one
   * @param firstPosition position of the first event among those of the day
   * @param interrupted whether the export is copied while the last row is being written
   */
  public List<ExportBlob> blobs(
      Instant slot, List<SampleEvent> events, int firstPosition, boolean interrupted) {
    List<ExportedRow> onTime = new ArrayList<>();
    List<ExportedRow> late = new ArrayList<>();
    List<ExportedRow> spilled = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      RandomStream random = key.of(firstPosition + i).stream();
      ExportedRow row =
          new ExportedRow(
              events.get(i),
              Delivery.FIRST,
              random.chance(TEXT_EVENT_ID),
              !random.chance(WITHOUT_ACCOUNT));
      boolean isLate = random.chance(LATE);
      boolean spills = random.chance(INTO_SPILL_OVER);
      // The first row makes the blob, so that there is no spill-over without a blob.
      (i == 0 || !isLate ? onTime : spills ? spilled : late).add(row);
      if (random.chance(AGAIN)) {
        (spills ? spilled : late).add(row.as(Delivery.AGAIN));
      }
    }
    onTime.addAll(late);
    if (interrupted) {
      onTime.add(onTime.get(onTime.size() - 1).as(Delivery.HALF_WRITTEN));
    }
    List<ExportBlob> blobs = new ArrayList<>();
    blobs.add(new ExportBlob(slot, 0, onTime));
    if (!spilled.isEmpty()) {
      blobs.add(new ExportBlob(slot, 1, spilled));
    }
    return blobs;
  }
}
