package dev.byoml.transforms.parse;

import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.parse.row.RejectionReason;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts lines one by one by what became of them. Not safe for use by several threads. */
public final class LineTally {
  private final Map<String, long[]> filtered = new HashMap<>();
  private final long[] rejected = new long[RejectionReason.values().length];
  private final SortedMap<String, Long> filesLeftOut = new TreeMap<>();
  private long used;

  /** What was counted last as filtered, and its lines: most rows of a log are. */
  private String lastReason;

  private long[] lastLines;

  /** A tally of no line. */
  public LineTally() {}

  /** Counts a line that is used. */
  public void addUsed() {
    used++;
  }

  /** Counts a line that is left out on purpose. */
  public void addFiltered(String reason) {
    if (reason != lastReason) {
      lastLines = filtered.computeIfAbsent(reason, added -> new long[1]);
      lastReason = reason;
    }
    lastLines[0]++;
  }

  /** Counts a line that could not be understood. */
  public void addRejected(RejectionReason reason) {
    rejected[reason.ordinal()]++;
  }

  /** Counts files that are left out. */
  public void addFilesLeftOut(Map<String, Long> files) {
    files.forEach((file, count) -> filesLeftOut.merge(file, count, Math::addExact));
  }

  /** Returns the counts of the lines so far. */
  public LineCounts counts() {
    SortedMap<String, Long> filteredByReason = new TreeMap<>();
    filtered.forEach((reason, lines) -> filteredByReason.put(reason, lines[0]));
    SortedMap<String, Long> rejectedByReason = new TreeMap<>();
    for (RejectionReason reason : RejectionReason.values()) {
      rejectedByReason.put(reason.label(), rejected[reason.ordinal()]);
    }
    return new LineCounts(used, filteredByReason, rejectedByReason, filesLeftOut);
  }

  /** Adds the lines so far to the runner's metrics, by the names of {@link ParseAccessEvents}. */
  public void report() {
    LineCounts counts = counts();
    count("read", counts.read());
    count("used", counts.used());
    count("filtered", counts.filtered());
    count("rejected", counts.rejected());
    counts.filteredByReason().forEach((reason, lines) -> count("filtered/" + reason, lines));
    counts.rejectedByReason().forEach((reason, lines) -> count("rejected/" + reason, lines));
  }

  private static void count(String name, long lines) {
    Metrics.counter(PhaseTime.NAMESPACE, name).inc(lines);
  }
}
