package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.DailyCountsCoder;
import dev.byoml.transforms.beam.RecordCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * All accesses of one user to one resource.
 *
 * @param totals what the distinct accesses add up to
 * @param duplicates how many further rows were repetitions of one of them
 * @param days how many of the distinct accesses fell on which day
 */
public record AccessSummary(AccessTotals totals, long duplicates, DailyCounts days) {
  /** Encodes a summary. */
  public static final Coder<AccessSummary> CODER =
      RecordCoder.of(
          AccessSummary.class, AccessCoders.TOTALS, VarLongCoder.of(), DailyCountsCoder.of());

  /** Checks the parts. */
  public AccessSummary {
    requireNonNull(totals, "totals");
    requireNonNull(days, "days");
    if (duplicates < 0) {
      throw new IllegalArgumentException("duplicates must not be negative, got " + duplicates);
    }
  }
}
