package dev.byoml.pipelines.report.picture;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
import java.util.List;

/**
 * What the pictures of one tenant are drawn from.
 *
 * @param tenant the tenant's id
 * @param anomalies its anomalies, the most anomalous first
 * @param scores the scores of training
 * @param usual what was usual in training
 */
public record TenantPictures(
    String tenant, List<Anomaly> anomalies, ScoreHistogram scores, UsualAccesses usual) {

  /** Checks that no part is missing. */
  public TenantPictures {
    requireNonNull(tenant, "tenant");
    requireNonNull(scores, "scores");
    requireNonNull(usual, "usual");
    anomalies = List.copyOf(anomalies);
  }

  /** Where its most anomalous actors go. */
  public AccessFlows flows() {
    return AccessFlows.of(anomalies, usual);
  }

  /** Who touches what. */
  public AccessGrid grid() {
    return AccessGrid.of(anomalies, usual);
  }
}
