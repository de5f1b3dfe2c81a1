package dev.byoml.pipelines.score;

import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.score.AlertThresholds;
import dev.byoml.transforms.source.TimeRange;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Picks each tenant's threshold by how many alerts a day it may give. A threshold does not depend
 * on the length of the window: a window of several days, or of hours, is expected to use its share
 * of the budget.
 */
final class AlertBudget {
  private static final int TENANTS_SHOWN = 10;
  private static final double SECONDS_OF_A_DAY = 86_400;

  private final double alertsPerDay;
  private final double days;
  private final Map<String, ExpectedAlerts> expected = new LinkedHashMap<>();
  private final int tenants;

  /**
   * A budget for a model and a window.
   *
   * @param alertsPerDay at most so many alerts of a tenant and day are expected
   * @param manifest tells what thresholds give
   * @param range the window; one with an open end counts as a day
   * @throws UsageException if the budget is not above 0, or the model does not tell of any tenant
   *     what thresholds give
   */
  AlertBudget(double alertsPerDay, ModelManifest manifest, TimeRange range) {
    if (!(alertsPerDay > 0) || Double.isInfinite(alertsPerDay)) {
      throw new UsageException("--alertBudget must be above 0");
    }
    this.alertsPerDay = alertsPerDay;
    this.days =
        range.isBounded()
            ? Duration.between(range.from(), range.to()).toSeconds() / SECONDS_OF_A_DAY
            : 1;
    this.tenants = manifest.tenants().size();
    for (TenantSummary tenant : manifest.tenants()) {
      if (tenant.expectedAlerts() != null) {
        expected.put(tenant.tenant(), tenant.expectedAlerts());
      }
    }
    if (expected.isEmpty()) {
      throw new UsageException(
          "--alertBudget needs a model that tells how many alerts to expect: train on four days or"
              + " more, without --calibrationDays=0; or give --threshold or --maxAnomalies");
    }
  }

  /** The lowest score of each tenant that is reported. */
  AlertThresholds thresholds() {
    Map<String, Double> thresholds = new LinkedHashMap<>();
    expected.forEach((tenant, alerts) -> thresholds.put(tenant, alerts.thresholdFor(alertsPerDay)));
    return AlertThresholds.ofEach(
        thresholds, (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(alertsPerDay * days))));
  }

  /** Prints the thresholds of the first tenants. */
  void print(PrintStream out) {
    out.printf(Locale.ROOT, "alert budget: %s a day for each tenant%n", number(alertsPerDay));
    expected.entrySet().stream()
        .limit(TENANTS_SHOWN)
        .forEach(tenant -> print(tenant.getKey(), tenant.getValue(), out));
    if (expected.size() > TENANTS_SHOWN) {
      out.printf(Locale.ROOT, "  ... and %,d more tenants%n", expected.size() - TENANTS_SHOWN);
    }
    if (expected.size() < tenants) {
      out.printf(
          Locale.ROOT,
          "  %,d tenants without days enough to calibrate: the %,d highest scores of each%n",
          tenants - expected.size(),
          thresholds().mostOfOthers());
    }
  }

  private void print(String tenant, ExpectedAlerts alerts, PrintStream out) {
    double threshold = alerts.thresholdFor(alertsPerDay);
    out.printf(
        Locale.ROOT,
        "  %s: threshold %s, %s alerts expected in this window%n",
        tenant,
        threshold == Double.NEGATIVE_INFINITY
            ? "none, all accesses that training has not seen"
            : String.format(Locale.ROOT, "%.2f", threshold),
        number(days * alerts.alertsPerDay(threshold)));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }
}
