package dev.byoml.model.als.kernel;

/** Solves a system without bounds; where it is singular, unknowns that are not needed stay 0. */
final class UnconstrainedSolver implements SystemSolver {
  private final CholeskySolver cholesky;
  private final PartialSolver partial;

  /** Room for systems of {@code capacity} unknowns. */
  UnconstrainedSolver(int capacity) {
    cholesky = new CholeskySolver(capacity);
    partial = new PartialSolver(capacity, cholesky);
  }

  @Override
  public void solve(NormalEquations system, double[] x) {
    if (cholesky.solve(system, x) < 0) {
      return;
    }
    partial.clear();
    for (int unknown = 0; unknown < system.size(); unknown++) {
      partial.add(unknown);
    }
    partial.solve(system);
    partial.copyTo(x);
  }
}
