package dev.byoml.model.tenant;

import dev.byoml.model.als.Factors;

/** The affinity of users to resources by their factors. */
public final class FactorAffinity implements PairAffinity {
  private final Affinity kind;
  private final Factors users;
  private final Factors resources;
  private final Directions userDirections;
  private final Directions resourceDirections;

  public FactorAffinity(Affinity kind, Factors users, Factors resources) {
    this.kind = kind;
    this.users = users;
    this.resources = resources;
    this.userDirections = new Directions(users);
    this.resourceDirections = new Directions(resources);
  }

  /** The affinity of a user to a resource; a cosine is within -1 to 1, and 0 for a zero vector. */
  @Override
  public double of(int user, int resource) {
    double product = users.dot(user, resources, resource);
    if (kind == Affinity.DOT) {
      return product;
    }
    double lengths = userDirections.length(user) * resourceDirections.length(resource);
    return lengths > 0 ? Directions.within1(product / lengths) : 0;
  }

  /** A bound that the affinity of no user and resource is below. */
  @Override
  public double lowest() {
    if (userDirections.isNonNegative() && resourceDirections.isNonNegative()) {
      return 0;
    }
    return kind == Affinity.DOT
        ? -userDirections.largestLength() * resourceDirections.largestLength()
        : -1;
  }
}
