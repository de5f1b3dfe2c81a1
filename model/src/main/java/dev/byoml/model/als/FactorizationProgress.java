package dev.byoml.model.als;

import dev.byoml.model.als.kernel.Objective;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a factorization has come, and whether it goes on: decided here alone, in memory and
 * distributed alike.
 *
 * @param constant the objective where all factors are zero
 * @param objective value of the objective after each iteration so far
 * @param finished whether the last iteration has been run: as many as were asked for, or one that
 *     lowered the objective by less than the tolerance
 */
public record FactorizationProgress(double constant, List<Double> objective, boolean finished) {
  /** Keeps the objective unmodifiable. */
  public FactorizationProgress {
    objective = List.copyOf(objective);
  }

  /** Before the first iteration. */
  public static FactorizationProgress started(double constant) {
    return new FactorizationProgress(constant, List.of(), false);
  }

  /**
   * After one more iteration; the same if it had finished before.
   *
   * @param gain sum of the gains of all users, which were solved last
   * @param penalty sum of the {@link Objective#penalties} of all resources
   * @param parameters number of iterations and tolerance
   */
  public FactorizationProgress after(double gain, double penalty, AlsParameters parameters) {
    if (finished) {
      return this;
    }
    double value = constant - gain + penalty;
    List<Double> values = new ArrayList<>(objective);
    values.add(value);
    return new FactorizationProgress(
        constant,
        values,
        values.size() == parameters.iterations() || hasStalled(value, parameters));
  }

  private boolean hasStalled(double value, AlsParameters parameters) {
    if (objective.isEmpty() || parameters.tolerance() == 0) {
      return false;
    }
    double before = objective.get(objective.size() - 1);
    return before - value < parameters.tolerance() * before;
  }
}
