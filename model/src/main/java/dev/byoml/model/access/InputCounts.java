package dev.byoml.model.access;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the lines a run read: {@code read = used + filtered + rejected}.
 *
 * @param read number of lines read
 * @param used number of lines that became accesses
 * @param filtered number of well-formed lines that the template leaves out
 * @param rejected number of lines that could not be understood
 * @param filteredByReason how many lines were left out for which reason
 * @param rejectedByReason how many lines were rejected for which reason
 */
public record InputCounts(
    long read,
    long used,
    long filtered,
    long rejected,
    SortedMap<String, Long> filteredByReason,
    SortedMap<String, Long> rejectedByReason) {

  /** Nothing was read. */
  public static final InputCounts NONE =
      new InputCounts(0, 0, 0, 0, Collections.emptySortedMap(), Collections.emptySortedMap());

  /**
   * Checks that every line is accounted for.
   *
   * @throws IllegalArgumentException if a number is negative or they do not add up
   */
  public InputCounts {
    if (used < 0 || filtered < 0 || rejected < 0 || read != used + filtered + rejected) {
      throw new IllegalArgumentException(
          "%d lines read are not %d used, %d filtered and %d rejected"
              .formatted(read, used, filtered, rejected));
    }
    filteredByReason = Collections.unmodifiableSortedMap(new TreeMap<>(filteredByReason));
    rejectedByReason = Collections.unmodifiableSortedMap(new TreeMap<>(rejectedByReason));
  }
}
