package dev.byoml.model.als.kernel;

import java.util.Arrays;

/**
 * Solves a system under the bound that no unknown is negative.
 *
 * <p>Usually the solution without bounds is positive, and done. Else the unknowns that came out
 * negative are held at zero and the rest is solved again, until no more are negative. From there
 * the active set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23)
 * frees one unknown after the other, always the one whose equation is off the most, for as long as
 * that lowers the objective.
 *
 * <p>The result meets the conditions of Karush, Kuhn and Tucker: unknowns above zero solve their
 * equations to rounding, and to free one at zero would lower the objective by less than {@link
 * #TOLERANCE} squared of what the solution gains over zero.
 */
final class NonNegativeSolver implements SystemSolver {
  /** How far the equation of an unknown at zero may be off, relative to the solution's size. */
  static final double TOLERANCE = 1e-8;

  private final CholeskySolver cholesky;
  private final PartialSolver free;
  private final boolean[] refused;
  private final double[] goal;

  /** Room for systems of {@code capacity} unknowns. */
  NonNegativeSolver(int capacity) {
    cholesky = new CholeskySolver(capacity);
    free = new PartialSolver(capacity, cholesky);
    refused = new boolean[capacity];
    goal = new double[NormalEquations.padded(capacity)];
  }

  @Override
  public void solve(NormalEquations system, double[] x) {
    boolean solved = cholesky.solve(system, x) < 0;
    if (solved && isPositive(x, system.size())) {
      return;
    }
    free.clear();
    for (int unknown = 0; unknown < system.size(); unknown++) {
      if (!solved || x[unknown] > 0) {
        free.add(unknown);
      }
    }
    dropNegatives(system);
    free.copyTo(x);
    freeOneByOne(system, x);
  }

  private static boolean isPositive(double[] x, int size) {
    boolean positive = true;
    for (int unknown = 0; unknown < size; unknown++) {
      positive &= x[unknown] > 0;
    }
    return positive;
  }

  private void dropNegatives(NormalEquations system) {
    boolean dropped;
    do {
      free.solve(system);
      dropped = false;
      for (int i = free.count() - 1; i >= 0; i--) {
        if (!(free.solution(i) > 0)) {
          free.remove(i);
          dropped = true;
        }
      }
    } while (dropped);
  }

  private void freeOneByOne(NormalEquations system, double[] x) {
    Arrays.fill(refused, false);
    // In exact arithmetic a set never comes back; the limit is for rounding only.
    for (int step = 0; step < 10 * system.size(); step++) {
      int unknown = mostPromising(system, x);
      if (unknown < 0) {
        return;
      }
      if (release(unknown, system, x)) {
        Arrays.fill(refused, false);
      } else {
        refused[unknown] = true;
      }
    }
  }

  /** The unknown at zero whose release lowers the objective most steeply, or −1. */
  private int mostPromising(NormalEquations system, double[] x) {
    double gain = 0;
    for (int unknown = 0; unknown < system.size(); unknown++) {
      gain += system.target[unknown] * x[unknown];
    }
    double threshold = TOLERANCE * TOLERANCE * gain;
    int best = -1;
    for (int unknown = 0; unknown < system.size(); unknown++) {
      if (x[unknown] > 0 || refused[unknown]) {
        continue;
      }
      double residual = system.residual(unknown, x);
      double diagonal = system.entry(unknown, unknown);
      double unknownsGain = residual * residual / diagonal;
      if (residual > 0 && unknownsGain > threshold) {
        threshold = unknownsGain;
        best = unknown;
      }
    }
    return best;
  }

  /**
   * Goes from {@code x} to the solution with one more unknown free; where an unknown would turn
   * negative on the way, holds it at zero and goes on to the solution without it.
   *
   * @return whether the unknown could leave zero; if not, {@code x} is as before
   */
  private boolean release(int unknown, NormalEquations system, double[] x) {
    freePositives(system, x);
    free.add(unknown);
    solveFree(system);
    if (!(goal[unknown] > 0)) {
      return false;
    }
    while (!reachGoal(system.size(), x)) {
      freePositives(system, x);
      solveFree(system);
    }
    return true;
  }

  private void freePositives(NormalEquations system, double[] x) {
    free.clear();
    for (int unknown = 0; unknown < system.size(); unknown++) {
      if (x[unknown] > 0) {
        free.add(unknown);
      }
    }
  }

  private void solveFree(NormalEquations system) {
    free.solve(system);
    free.copyTo(goal);
  }

  /** Moves to the goal, or as far as nothing turns negative; returns whether it got there. */
  private boolean reachGoal(int size, double[] x) {
    double way = 1;
    for (int unknown = 0; unknown < size; unknown++) {
      way = Math.min(way, wayToZero(unknown, x));
    }
    for (int unknown = 0; unknown < size; unknown++) {
      double next = x[unknown] + way * (goal[unknown] - x[unknown]);
      boolean blocked = !(next > 0) || wayToZero(unknown, x) <= way;
      x[unknown] = blocked ? 0 : next;
    }
    return way >= 1;
  }

  /** Share of the way to the goal after which an unknown is zero; infinite if it stays positive. */
  private double wayToZero(int unknown, double[] x) {
    boolean staysPositive = !(x[unknown] > 0) || goal[unknown] > 0;
    return staysPositive ? Double.POSITIVE_INFINITY : x[unknown] / (x[unknown] - goal[unknown]);
  }
}
