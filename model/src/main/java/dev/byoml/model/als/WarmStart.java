package dev.byoml.model.als;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Factors of a tenant's users that were found before, for the iteration to start at. Resources need
 * none: they are solved first.
 *
 * @param users ids of the users, each once
 * @param factors a row for each of them
 */
public record WarmStart(List<String> users, Factors factors) {
  /** Nothing was found before. */
  public static final WarmStart NONE = new WarmStart(List.of(), null);

  /**
   * Checks that there is a row for each user.
   *
   * @throws IllegalArgumentException if not
   */
  public WarmStart {
    requireNonNull(users, "users");
    if (!users.isEmpty()
        && (factors == null || factors.values().length != users.size() * factors.rank())) {
      throw new IllegalArgumentException("the factors are not those of the users");
    }
  }
}
