package dev.byoml.model.sample.organization;

import java.util.List;

/**
 * A department with what belongs to it.
 *
 * @param number position among the organisation's departments, from 0
 * @param name its name as it stands in share names, lower case
 * @param teams number of teams, at least 1
 * @param shares its department and team shares, newly made ones left out
 */
public record Department(int number, String name, int teams, List<Share> shares) {

  /** Number of no department and of no team. */
  public static final int NONE = -1;

  /** Keeps a copy of the shares. */
  public Department {
    shares = List.copyOf(shares);
  }
}
