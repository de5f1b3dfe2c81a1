package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessTotals;

/**
 * All accesses of one user to one resource.
 *
 * @param totals what the distinct accesses add up to
 * @param duplicates how many further rows were repetitions of one of them
 */
public record AccessSummary(AccessTotals totals, long duplicates) {
  /** Checks the parts. */
  public AccessSummary {
    requireNonNull(totals, "totals");
    if (duplicates < 0) {
      throw new IllegalArgumentException("duplicates must not be negative, got " + duplicates);
    }
  }
}
