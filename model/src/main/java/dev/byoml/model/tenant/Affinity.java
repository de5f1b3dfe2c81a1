package dev.byoml.model.tenant;

/** How well a user's factors fit a resource's. */
public enum Affinity {
  /** Inner product of the factors, the reference's; favours active users and popular resources. */
  DOT,
  /** Inner product of the factors scaled to length 1: only their direction counts. */
  COSINE,
  /**
   * Cosine of users and resources that are first replaced by averages over what they touch and who
   * touches them, rare resources weighing more. A tenant of fewer than {@value
   * #FEWEST_USERS_OF_NEIGHBOURHOODS} users is compared as by {@link #COSINE}: averages over so few
   * neighbours follow single accesses, and find less.
   */
  NEIGHBOURHOOD;

  /** The fewest users of a tenant whose factors are averaged over neighbours. */
  public static final int FEWEST_USERS_OF_NEIGHBOURHOODS = 50;
}
