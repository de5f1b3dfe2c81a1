package dev.byoml.model.sample;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.sample.activity.ScenarioKind;
import java.time.Instant;
import java.util.List;

/**
 * A story that was planted into the scored window.
 *
 * @param kind what it is
 * @param accesses who touches what, sorted, each pair once
 * @param first its earliest access
 * @param last its latest access
 */
public record PlantedScenario(
    ScenarioKind kind, List<AccessKey> accesses, Instant first, Instant last) {

  /** Keeps a copy of the accesses. */
  public PlantedScenario {
    accesses = List.copyOf(accesses);
  }
}
