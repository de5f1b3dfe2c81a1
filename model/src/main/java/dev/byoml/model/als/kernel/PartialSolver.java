package dev.byoml.model.als.kernel;

import java.util.Arrays;

/**
 * Solves a system for some of its unknowns, the rest being zero. Unknowns that depend on others are
 * left out, so the solution is finite even where the system is singular.
 */
final class PartialSolver {
  private final CholeskySolver cholesky;
  private final NormalEquations partial;
  private final double[] solution;
  private final int[] unknowns;
  private int count;

  /** Room for systems of {@code capacity} unknowns. */
  PartialSolver(int capacity, CholeskySolver cholesky) {
    this.cholesky = cholesky;
    partial = new NormalEquations(capacity);
    solution = new double[partial.stride];
    unknowns = new int[capacity];
  }

  /** Starts anew, without any unknown. */
  void clear() {
    count = 0;
  }

  /** Number of unknowns that are not held at zero. */
  int count() {
    return count;
  }

  /** One of the unknowns that are not held at zero, ascending. */
  int unknown(int i) {
    return unknowns[i];
  }

  /** The value found for {@link #unknown}. */
  double solution(int i) {
    return solution[i];
  }

  /** Frees {@code unknown}, unless it is free already. */
  void add(int unknown) {
    int at = Arrays.binarySearch(unknowns, 0, count, unknown);
    if (at < 0) {
      int insertion = -at - 1;
      System.arraycopy(unknowns, insertion, unknowns, insertion + 1, count - insertion);
      unknowns[insertion] = unknown;
      count++;
    }
  }

  /** Holds the {@code i}th of the free unknowns at zero. */
  void remove(int i) {
    count--;
    System.arraycopy(unknowns, i + 1, unknowns, i, count - i);
    System.arraycopy(solution, i + 1, solution, i, count - i);
  }

  /** Solves for the free unknowns; removes those that depend on others. */
  void solve(NormalEquations system) {
    partial.copyPart(system, unknowns, count);
    for (int dependent = cholesky.solve(partial, solution);
        dependent >= 0;
        dependent = cholesky.solve(partial, solution)) {
      remove(dependent);
      partial.copyPart(system, unknowns, count);
    }
  }

  /** Writes the solution to {@code x}, with zeros everywhere else. */
  void copyTo(double[] x) {
    Arrays.fill(x, 0);
    for (int i = 0; i < count; i++) {
      x[unknowns[i]] = solution[i];
    }
  }
}
