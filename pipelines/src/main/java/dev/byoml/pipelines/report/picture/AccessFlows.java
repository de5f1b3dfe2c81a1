package dev.byoml.pipelines.report.picture;

import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a tenant's most anomalous actors go: what was reported of them, and what they touched most
 * in training.
 *
 * @param flows the reported ones first, the most anomalous at the top; then the usual ones
 */
public record AccessFlows(List<Flow> flows) {
  private static final int MOST_ACTORS = 10;
  private static final int MOST_RESOURCES = 24;
  private static final int USUAL_OF_AN_ACTOR = 3;

  /** Keeps a copy. */
  public AccessFlows {
    flows = List.copyOf(flows);
  }

  /**
   * An actor's accesses to a resource.
   *
   * @param actor who
   * @param resource what
   * @param accesses how often: in the window if anomalous, in training if usual
   * @param anomalous whether it was reported
   */
  public record Flow(String actor, String resource, long accesses, boolean anomalous) {}

  /**
   * Chooses what is drawn.
   *
   * @param anomalies the tenant's anomalies, the most anomalous first
   * @param model the tenant's model, if there is one
   */
  public static AccessFlows of(List<Anomaly> anomalies, Optional<TenantModel> model) {
    Set<String> actors = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    List<Flow> flows = new ArrayList<>();
    for (Anomaly anomaly : anomalies) {
      if (fits(actors, anomaly.actor(), MOST_ACTORS)
          && fits(resources, anomaly.resource(), MOST_RESOURCES)) {
        actors.add(anomaly.actor());
        resources.add(anomaly.resource());
        flows.add(new Flow(anomaly.actor(), anomaly.resource(), anomaly.accessCount(), true));
      }
    }
    model.ifPresent(
        known -> {
          for (String actor : actors) {
            flows.addAll(usual(actor, known));
          }
        });
    return new AccessFlows(flows);
  }

  private static boolean fits(Set<String> chosen, String id, int most) {
    return chosen.size() < most || chosen.contains(id);
  }

  private static List<Flow> usual(String actor, TenantModel model) {
    int user = model.user(actor);
    List<Flow> usual = new ArrayList<>();
    if (user >= 0) {
      CompressedRows accesses = model.accesses().likelihoods();
      for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
        String resource = model.accesses().resources().get(accesses.column(position));
        usual.add(new Flow(actor, resource, model.accesses().counts()[position], false));
      }
    }
    usual.sort(Comparator.comparingLong(flow -> -flow.accesses()));
    return usual.subList(0, Math.min(USUAL_OF_AN_ACTOR, usual.size()));
  }
}
