package dev.byoml.pipelines.report.picture;

import static java.util.Objects.requireNonNull;

/**
 * What is drawn of one tenant.
 *
 * @param tenant the tenant's id
 * @param scores its scores, of training and as reported
 * @param flows where its most anomalous actors go
 * @param grid who touches what
 */
public record TenantPictures(
    String tenant, ScoreHistogram scores, AccessFlows flows, AccessGrid grid) {

  /** Checks that no part is missing. */
  public TenantPictures {
    requireNonNull(tenant, "tenant");
    requireNonNull(scores, "scores");
    requireNonNull(flows, "flows");
    requireNonNull(grid, "grid");
  }
}
