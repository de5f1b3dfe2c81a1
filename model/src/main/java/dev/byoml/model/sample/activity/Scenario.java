package dev.byoml.model.sample.activity;

import dev.byoml.model.sample.organization.Account;
import java.util.List;

/**
 * One planted story.
 *
 * @param kind what it is
 * @param accesses what happens on the scoring day, at least one access
 */
public record Scenario(ScenarioKind kind, List<PlannedAccess> accesses) {

  public Scenario {
    accesses = List.copyOf(accesses);
    if (accesses.isEmpty()) {
      throw new IllegalArgumentException("a scenario without an access: " + kind);
    }
  }

  /** The accounts that act, in order of appearance. */
  List<Account> accounts() {
    return accesses.stream().map(PlannedAccess::account).distinct().toList();
  }

  /** When the first access happens, in nanoseconds since midnight. */
  public long firstNanoOfDay() {
    return accesses.stream().mapToLong(PlannedAccess::nanoOfDay).min().orElseThrow();
  }

  /** When the last access happens, in nanoseconds since midnight. */
  public long lastNanoOfDay() {
    return accesses.stream().mapToLong(PlannedAccess::nanoOfDay).max().orElseThrow();
  }
}
