package dev.byoml.model.walk;

/**
 * How much a way loses by passing through the busy and the popular.
 *
 * @param ofUsers {@code a}: a user with {@code d} resources passes on {@code d^-2a}
 * @param ofResources {@code b}: a resource with {@code d} users passes on {@code d^-b}
 */
public record WalkExponents(double ofUsers, double ofResources) {
  /** Found best, on the whole, on real accesses; see {@code model/docs/real-data.md}. */
  public static final WalkExponents DEFAULT = new WalkExponents(0.3, 0.7);

  /** Rare resources and users with few resources count most. */
  public static final WalkExponents STEEP = new WalkExponents(1, 1);

  private static final double MOST = 4;

  /**
   * Checks the exponents.
   *
   * @throws IllegalArgumentException if one is not from 0 to 4
   */
  public WalkExponents {
    require("userExponent", ofUsers);
    require("resourceExponent", ofResources);
  }

  private static void require(String name, double exponent) {
    if (!(exponent >= 0 && exponent <= MOST)) {
      throw new IllegalArgumentException(
          "%s=%s must be from 0 to %s".formatted(name, exponent, MOST));
    }
  }
}
