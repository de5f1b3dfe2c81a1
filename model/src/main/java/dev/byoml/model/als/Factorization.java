package dev.byoml.model.als;

import java.util.List;

/**
 * The factors of one tenant's users and resources.
 *
 * @param users factors of each user, in the access matrix' order of rows
 * @param resources factors of each resource, in the order of its columns
 * @param objective value of the objective after each iteration that was run
 */
public record Factorization(Factors users, Factors resources, List<Double> objective) {
  /** Keeps the objective unmodifiable. */
  public Factorization {
    objective = List.copyOf(objective);
  }
}
