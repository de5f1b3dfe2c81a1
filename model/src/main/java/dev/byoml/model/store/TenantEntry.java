package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.calibrate.ExpectedAlerts;
import java.util.List;

/**
 * What remains to be written once a tenant's own files are: its entries in the manifest and in the
 * tenants' file. Small enough to be sent to the worker that finishes the model.
 *
 * @param summary what the manifest says of the tenant
 * @param trainingScores distribution of the scores of its training accesses
 */
public record TenantEntry(TenantSummary summary, List<Double> trainingScores) {
  /** Checks that nothing is missing. */
  public TenantEntry {
    requireNonNull(summary, "summary");
    trainingScores = List.copyOf(trainingScores);
  }

  /** The same, with what thresholds mean for the tenant. */
  public TenantEntry withExpectedAlerts(ExpectedAlerts expectedAlerts) {
    return new TenantEntry(summary.withExpectedAlerts(expectedAlerts), trainingScores);
  }

  /** The entry as one line of JSON. */
  public String toJson() {
    return ModelJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} gave.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static TenantEntry ofJson(String json) {
    return ModelJson.read(json, TenantEntry.class);
  }
}
