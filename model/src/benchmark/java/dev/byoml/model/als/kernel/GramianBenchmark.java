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

/** The Gramian of one chunk, in nanoseconds for each row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GramianBenchmark {
  /** Number of factors. */
  @Param({"10", "30"})
  public int rank;

  private float[] factors;

  /** Makes factors, half of which are zero. */
  @Setup(Level.Trial)
  public void makeFactors() {
    SplittableRandom random = new SplittableRandom(13);
    factors = new float[Gramian.CHUNK_ROWS * rank];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextBoolean() ? 0 : (float) random.nextDouble();
    }
  }

  /** Sums the products of all rows of a chunk. */
  @Benchmark
  @OperationsPerInvocation(Gramian.CHUNK_ROWS)
  public double[] partial() {
    return Gramian.partial(factors, rank, 0, Gramian.CHUNK_ROWS);
  }
}
