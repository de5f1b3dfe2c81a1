package dev.byoml.transforms.vectors;

import static java.util.Objects.requireNonNull;

/**
 * A vector that another tool found for a user or a resource.
 *
 * @param side whose it is
 * @param id the user or resource, spelled as the template spells it
 * @param values the vector; shared, not to be changed
 */
public record NamedVector(Side side, String id, float[] values) {
  /** Checks that no part is missing. */
  public NamedVector {
    requireNonNull(side, "side");
    requireNonNull(id, "id");
    requireNonNull(values, "values");
  }
}
