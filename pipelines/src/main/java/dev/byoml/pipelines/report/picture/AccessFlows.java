package dev.byoml.pipelines.report.picture;

import dev.byoml.model.result.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
   * @param usual what was usual around them
   */
  static AccessFlows of(List<Anomaly> anomalies, UsualAccesses usual) {
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
    Map<String, List<Flow>> usually = new HashMap<>();
    for (UsualAccesses.Access access : usual.accesses()) {
      String actor = usual.users().get(access.user()).id();
      String resource = usual.resources().get(access.resource()).id();
      usually
          .computeIfAbsent(actor, id -> new ArrayList<>())
          .add(new Flow(actor, resource, access.count(), false));
    }
    for (String actor : actors) {
      usually.getOrDefault(actor, List.of()).stream()
          .sorted(Comparator.comparingLong(Flow::accesses).reversed())
          .limit(USUAL_OF_AN_ACTOR)
          .forEach(flows::add);
    }
    return new AccessFlows(flows);
  }

  private static boolean fits(Set<String> chosen, String id, int most) {
    return chosen.size() < most || chosen.contains(id);
  }
}
