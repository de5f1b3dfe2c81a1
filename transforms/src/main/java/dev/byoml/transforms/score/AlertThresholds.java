package dev.byoml.transforms.score;

import dev.byoml.model.carry.Carried;
import dev.byoml.model.carry.LargeValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The lowest score of each tenant that is reported: one for all tenants, or one for each. Of a
 * tenant that has none of its own, a limited number of the highest scores is reported.
 */
public final class AlertThresholds extends LargeValue {
  private static final long serialVersionUID = 1L;

  /** Every score is reported. */
  public static final AlertThresholds NONE = ofAll(Double.NEGATIVE_INFINITY);

  private final transient double common;
  private final transient TreeMap<String, Double> byTenant;
  private final transient int mostOfOthers;

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

  @Override
  protected void write(DataOutputStream out) throws IOException {
    out.writeDouble(common);
    out.writeInt(mostOfOthers);
    out.writeInt(byTenant == null ? -1 : byTenant.size());
    if (byTenant != null) {
      for (Map.Entry<String, Double> tenant : byTenant.entrySet()) {
        Carried.writeText(tenant.getKey(), out);
        out.writeDouble(tenant.getValue());
      }
    }
  }

  @Override
  protected Carried.Reader<AlertThresholds> reader() {
    return AlertThresholds::read;
  }

  private static AlertThresholds read(DataInputStream in) throws IOException {
    double common = in.readDouble();
    int mostOfOthers = in.readInt();
    int tenants = in.readInt();
    Map<String, Double> byTenant = tenants < 0 ? null : new TreeMap<>();
    for (int i = 0; i < tenants; i++) {
      byTenant.put(Carried.readText(in), in.readDouble());
    }
    return new AlertThresholds(common, byTenant, mostOfOthers);
  }
}
