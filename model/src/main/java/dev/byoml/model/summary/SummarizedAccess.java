package dev.byoml.model.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;

/**
 * What one user did to one resource within a window of time.
 *
 * @param key who touched what
 * @param totals what the distinct accesses add up to
 * @param duplicates how many further rows repeated one of them
 * @param days how many of them fell on which day
 */
public record SummarizedAccess(
    AccessKey key, AccessTotals totals, long duplicates, DailyCounts days) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if {@code duplicates} is negative
   */
  public SummarizedAccess {
    requireNonNull(key, "key");
    requireNonNull(totals, "totals");
    requireNonNull(days, "days");
    if (duplicates < 0) {
      throw new IllegalArgumentException("duplicates must not be negative, got " + duplicates);
    }
  }
}
