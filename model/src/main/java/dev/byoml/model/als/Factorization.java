package dev.byoml.model.als;

import java.util.List;

/**
 * What alternating least squares found for one tenant.
 *
 * @param users factors of each user, in the access matrix' order of rows
 * @param resources factors of each resource, in the order of its columns
 * @param objective value of the objective after each iteration, as many as iterations were run
 */
public record Factorization(Factors users, Factors resources, List<Double> objective) {
  /** Keeps the objective unmodifiable. */
  public Factorization {
    objective = List.copyOf(objective);
  }
}
