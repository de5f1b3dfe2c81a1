package dev.byoml.transforms.parse;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts lines one by one by what became of them. Not safe for use by several threads. */
public final class LineTally {
  private final SortedMap<String, Long> filtered = new TreeMap<>();
  private final SortedMap<String, Long> rejected = new TreeMap<>();
  private long used;

  /** A tally of no line. */
  public LineTally() {}

  /** Counts a line. */
  public void add(ParsedLine line) {
    if (line instanceof ParsedLine.Used) {
      used++;
    } else if (line instanceof ParsedLine.Filtered left) {
      filtered.merge(left.reason(), 1L, Long::sum);
    } else if (line instanceof ParsedLine.Rejected bad) {
      rejected.merge(bad.line().reason().label(), 1L, Long::sum);
    }
  }

  /** What the lines so far come to. */
  public LineCounts counts() {
    return new LineCounts(used, filtered, rejected);
  }
}
