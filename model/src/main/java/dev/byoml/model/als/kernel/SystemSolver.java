package dev.byoml.model.als.kernel;

/** Minimizes {@code xᵀ · matrix · x − 2 · targetᵀ · x}. One instance serves one thread. */
interface SystemSolver {
  /**
   * Solves {@code system}.
   *
   * @param x where the solution goes, with zeros up to the padded size
   */
  void solve(NormalEquations system, double[] x);
}
