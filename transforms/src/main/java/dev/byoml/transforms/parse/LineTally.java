package dev.byoml.transforms.parse;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts lines one by one. */
final class LineTally {
  private final SortedMap<String, Long> filtered = new TreeMap<>();
  private final SortedMap<String, Long> rejected = new TreeMap<>();
  private long used;

  void addUsed() {
    used++;
  }

  void addFiltered(String reason) {
    filtered.merge(reason, 1L, Long::sum);
  }

  void addRejected(RejectionReason reason) {
    rejected.merge(reason.label(), 1L, Long::sum);
  }

  LineCounts counts() {
    return new LineCounts(used, filtered, rejected);
  }
}
