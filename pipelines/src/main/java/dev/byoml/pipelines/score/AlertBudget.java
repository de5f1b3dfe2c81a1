package dev.byoml.pipelines.score;

import dev.byoml.model.calibrate.AlertLine;
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

  private final boolean isDefault;
  private final double alertsPerDay;
  private final double days;
  private final Map<String, ExpectedAlerts> expected = new LinkedHashMap<>();
  private final int tenants;

  /**
   * A budget for a model and a window.
   *
   * @param alertsPerDay at most so many alerts of a tenant and day are expected
   * @param manifest says what thresholds give
   * @param range the window; one with an open end counts as a day
   * @throws UsageException if the budget is not above 0, or the model does not say of any tenant
   *     what thresholds give
   */
  AlertBudget(double alertsPerDay, ModelManifest manifest, TimeRange range) {
    this(alertsPerDay, manifest, range, false);
    if (!(alertsPerDay > 0) || Double.isInfinite(alertsPerDay)) {
      throw new UsageException("--alertBudget must be above 0");
    }
    if (expected.isEmpty()) {
      throw new UsageException(
          "--alertBudget needs a model that tells how many alerts to expect: train on four days or"
              + " more, without --calibrationDays=0; or give --threshold or --maxAnomalies");
    }
  }

  private AlertBudget(
      double alertsPerDay, ModelManifest manifest, TimeRange range, boolean isDefault) {
    this.isDefault = isDefault;
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
  }

  /** The budget where nobody says one: that of {@link AlertLine}. */
  static AlertBudget standard(ModelManifest manifest, TimeRange range) {
    return new AlertBudget(AlertLine.ALERTS_PER_DAY, manifest, range, true);
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
    out.printf(
        Locale.ROOT,
        "alert budget: %s a day for each tenant%s%n",
        number(alertsPerDay),
        isDefault
            ? ", above its 95th percentile (the default; --alertBudget, --threshold or --maxAnomalies"
                + " say otherwise)"
            : "");
    expected.entrySet().stream()
        .limit(TENANTS_SHOWN)
        .forEach(tenant -> print(tenant.getKey(), tenant.getValue(), out));
    if (expected.size() > TENANTS_SHOWN) {
      out.printf(Locale.ROOT, "  ... and %,d more tenants%n", expected.size() - TENANTS_SHOWN);
    }
    if (expected.size() < tenants && !isDefault) {
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
        "  %s: threshold %s, %s%s alerts expected in this window%n",
        tenant,
        threshold == Double.NEGATIVE_INFINITY
            ? isDefault ? "none but the percentile" : "none but the median"
            : String.format(Locale.ROOT, "%.2f", threshold),
        isDefault ? "at most " : "",
        number(expectedOf(alerts)));
  }

  private double expectedOf(ExpectedAlerts alerts) {
    return days * alerts.alertsPerDay(alerts.thresholdFor(alertsPerDay));
  }

  /** How many rows of a tenant are within the budget of the window. */
  double ofWindow() {
    return days * alertsPerDay;
  }

  /** A number with at most one decimal. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }
}
