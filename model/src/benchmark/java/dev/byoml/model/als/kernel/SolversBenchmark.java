package dev.byoml.model.als.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The solvers on random normal equations of 20 ratings, about half of whose unbounded solutions
 * have negative unknowns, in nanoseconds for each system.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SolversBenchmark {
  private static final int SYSTEMS = 256;
  private static final int RATINGS = 20;

  /** Number of unknowns. */
  @Param({"4", "10", "30"})
  public int rank;

  private NormalEquations[] systems;
  private SystemSolver unconstrained;
  private SystemSolver nonNegative;
  private double[] solution;

  /** Makes the systems. */
  @Setup(Level.Trial)
  public void makeSystems() {
    unconstrained = new UnconstrainedSolver(rank);
    nonNegative = new NonNegativeSolver(rank);
    SplittableRandom random = new SplittableRandom(11);
    systems = new NormalEquations[SYSTEMS];
    for (int i = 0; i < SYSTEMS; i++) {
      systems[i] = system(random);
    }
    solution = new double[systems[0].stride];
  }

  private NormalEquations system(SplittableRandom random) {
    NormalEquations whole = new NormalEquations(rank);
    double[] y = new double[rank];
    for (int rating = 0; rating < RATINGS; rating++) {
      for (int k = 0; k < rank; k++) {
        y[k] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
      }
      double weight = random.nextDouble(5, 10);
      for (int i = 0; i < rank; i++) {
        whole.target[i] += (1 + weight) * y[i];
        for (int j = 0; j <= i; j++) {
          whole.matrix[whole.index(i, j)] += weight * y[i] * y[j];
        }
      }
    }
    int[] all = new int[rank];
    for (int k = 0; k < rank; k++) {
      all[k] = k;
      whole.matrix[whole.index(k, k)] += RATINGS;
    }
    NormalEquations padded = new NormalEquations(rank);
    padded.copyPart(whole, all, rank);
    return padded;
  }

  /** Cholesky factor and substitution. */
  @Benchmark
  @OperationsPerInvocation(SYSTEMS)
  public double[] unconstrained() {
    return solveAll(unconstrained);
  }

  /** The active set method. */
  @Benchmark
  @OperationsPerInvocation(SYSTEMS)
  public double[] nonNegative() {
    return solveAll(nonNegative);
  }

  private double[] solveAll(SystemSolver solver) {
    for (NormalEquations system : systems) {
      solver.solve(system, solution);
    }
    return solution;
  }
}
