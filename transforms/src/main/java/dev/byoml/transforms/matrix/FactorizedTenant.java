package dev.byoml.transforms.matrix;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.matrix.AccessMatrix;

/**
 * One tenant's accesses and what alternating least squares found in them.
 *
 * @param accesses who touched what
 * @param factorization factors of both sides and the objective of each iteration
 */
public record FactorizedTenant(AccessMatrix accesses, Factorization factorization) {
  /** Checks that no part is missing. */
  public FactorizedTenant {
    requireNonNull(accesses, "accesses");
    requireNonNull(factorization, "factorization");
  }
}
