package dev.byoml.model.sample;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.activity.ScenarioKind;
import dev.byoml.model.sample.export.SampleEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of sample data ask of them, answered from the events alone. */
public final class Samples {
  public static final SampleDataParameters PARAMETERS = new SampleDataParameters(3, 120, 60, 15, 2);

  private Samples() {}

  public static SampleTenant tenant() {
    return SampleOrganization.of(PARAMETERS).tenants().get(0);
  }

  public static SampleWindows windows() {
    return SampleWindows.ofDays(PARAMETERS.days());
  }

  /** Accesses of users to resources in the days of training. */
  public static Stream<SampleEvent> trainingAccessEvents(SampleTenant tenant) {
    return windows().trainingDays().stream().flatMap(tenant::events).filter(SampleEvent::access);
  }

  public static Stream<SampleEvent> scoringAccessEvents(SampleTenant tenant) {
    return tenant.events(windows().scoringDay()).filter(SampleEvent::access);
  }

  public static AccessKey keyOf(SampleEvent event) {
    return new AccessKey(event.tenantId(), event.account().user(), event.share().resource());
  }

  public static Set<AccessKey> pairs(Stream<SampleEvent> events) {
    return events.map(Samples::keyOf).collect(Collectors.toCollection(TreeSet::new));
  }

  public static List<PlantedScenario> scenarios(SampleTenant tenant, ScenarioKind kind) {
    return tenant.scenarios().stream().filter(scenario -> scenario.kind() == kind).toList();
  }

  public static Set<String> users(List<PlantedScenario> scenarios) {
    return scenarios.stream()
        .flatMap(scenario -> scenario.accesses().stream())
        .map(AccessKey::user)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
