package dev.byoml.model.enrich;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.Side;
import java.io.Serializable;
import java.util.Optional;

/**
 * Groups: which users belong together, such as the members of a department, and how much that
 * counts. It is a prior: a user is moved towards the mean of the group as if the user had made
 * {@code strength} more accesses just like the group's, so it counts for a user of few accesses and
 * hardly for one of many.
 *
 * @param enrichment holds the groups
 * @param column the column of users that names the group
 * @param strength how many accesses the group weighs, above 0
 */
public record PeerGroups(Enrichment enrichment, String column, double strength)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nobody belongs to a group. */
  public static final PeerGroups NONE = new PeerGroups(Enrichment.NONE, "", 1);

  /**
   * Checks the strength.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public PeerGroups {
    requireNonNull(enrichment, "enrichment");
    requireNonNull(column, "column");
    if (!(strength > 0) || Double.isInfinite(strength)) {
      throw new IllegalArgumentException("the strength of peer groups must be above 0");
    }
  }

  /** Whether nobody belongs to a group. */
  public boolean isEmpty() {
    return enrichment.isEmpty();
  }

  /** The group of a user, if there is one. */
  public Optional<String> group(String tenant, String user) {
    return Optional.ofNullable(enrichment.attributes(Side.USER, tenant, user).get(column));
  }
}
