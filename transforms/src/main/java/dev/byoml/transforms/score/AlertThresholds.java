package dev.byoml.transforms.score;

import java.io.Serializable;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The lowest score of each tenant that is reported: one for all tenants, or one for each. Of a
 * tenant that has none of its own, a limited number of the highest scores is reported.
 */
public final class AlertThresholds implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every score is reported. */
  public static final AlertThresholds NONE = ofAll(Double.NEGATIVE_INFINITY);

  private final double common;
  private final TreeMap<String, Double> byTenant;
  private final int mostOfOthers;

  private AlertThresholds(double common, Map<String, Double> byTenant, int mostOfOthers) {
    this.common = common;
    this.byTenant = byTenant == null ? null : new TreeMap<>(byTenant);
    this.mostOfOthers = mostOfOthers;
  }

  /** One threshold for all tenants. */
  public static AlertThresholds ofAll(double threshold) {
    return new AlertThresholds(threshold, null, Integer.MAX_VALUE);
  }

  /**
   * A threshold for each tenant.
   *
   * @param byTenant the thresholds by the tenants' ids
   * @param mostOfOthers how many anomalies of a tenant that is not among them are reported, at
   *     least 1
   */
  public static AlertThresholds ofEach(Map<String, Double> byTenant, int mostOfOthers) {
    if (mostOfOthers < 1) {
      throw new IllegalArgumentException("mostOfOthers must be at least 1, got " + mostOfOthers);
    }
    return new AlertThresholds(Double.NEGATIVE_INFINITY, byTenant, mostOfOthers);
  }

  /** The threshold of a tenant, or nothing if its number of anomalies is limited instead. */
  public OptionalDouble of(String tenant) {
    if (byTenant == null) {
      return OptionalDouble.of(common);
    }
    Double own = byTenant.get(tenant);
    return own == null ? OptionalDouble.empty() : OptionalDouble.of(own);
  }

  /** How many anomalies of a tenant without a threshold are reported. */
  public int mostOfOthers() {
    return mostOfOthers;
  }
}
