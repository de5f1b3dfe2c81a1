package dev.byoml.model.sample.export;

import dev.byoml.model.sample.activity.EventKind;

/**
 * One line of an export.
 *
 * @param event what it says
 * @param delivery which delivery of the event it is
 * @param textEventId whether {@code EventID} is text instead of a number
 * @param hasAccount whether the column {@code Account} is there; the subject's domain and name
 *     always are
 */
public record ExportedRow(
    SampleEvent event, Delivery delivery, boolean textEventId, boolean hasAccount) {

  /** How a line was delivered. */
  public enum Delivery {
    /** The event's first line. */
    FIRST,
    /** The same row once more. */
    AGAIN,
    /** A line that was being written when the export was copied; it stops in the middle. */
    HALF_WRITTEN
  }

  /** Another delivery of the same row. */
  ExportedRow as(Delivery other) {
    return new ExportedRow(event, other, textEventId, hasAccount);
  }

  /** What the line adds to the counts of all lines. */
  SampleCounts counts() {
    if (delivery == Delivery.HALF_WRITTEN) {
      return new SampleCounts(1, 0, 0, 0, 0, 0, 1);
    }
    boolean shareAccess = event.kind() == EventKind.SHARE_ACCESS;
    boolean first = delivery == Delivery.FIRST;
    return new SampleCounts(
        1,
        shareAccess ? 1 : 0,
        shareAccess ? 0 : 1,
        event.access() && first ? 1 : 0,
        event.access() && !first ? 1 : 0,
        event.access() ? 0 : 1,
        0);
  }
}
