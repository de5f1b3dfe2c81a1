package dev.byoml.model.calibrate;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.DailyCounts;

/**
 * On which days a user touched a resource, and how often.
 *
 * @param user the user
 * @param resource the resource
 * @param days its days
 */
public record DailyAccess(String user, String resource, DailyCounts days) {
  /** Checks that nothing is missing. */
  public DailyAccess {
    requireNonNull(user, "user");
    requireNonNull(resource, "resource");
    requireNonNull(days, "days");
  }
}
