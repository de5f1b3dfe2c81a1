package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
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
 * One half-step over 40,000 ratings, in nanoseconds for each rating. Each invocation starts from
 * the factors after three iterations, so that about as many factors join and leave as in the midst
 * of a factorization.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HalfStepBenchmark {
  private static final int RATINGS = 40_000;
  private static final int RESOURCES = 2_000;
  private static final int COMMUNITY_RESOURCES = 50;
  private static final double WITHIN_COMMUNITY = 0.88;
  private static final int EARLIER_ITERATIONS = 3;

  /** Number of factors. */
  @Param({"10", "30"})
  public int rank;

  /** Whether factors are kept at or above zero: the active set method instead of Cholesky alone. */
  @Param({"true", "false"})
  public boolean nonNegative;

  /** Number of ratings in each row. */
  @Param({"2", "20", "100", "1000"})
  public int rowLength;

  private CompressedRows ratings;
  private HalfStep step;
  private float[] other;
  private double[] otherGramian;
  private float[] before;
  private float[] own;
  private double[] gains;

  /** Makes ratings and factors. */
  @Setup(Level.Trial)
  public void factorize() {
    AlsParameters parameters = AlsParameters.CLASSIC.withRank(rank).withNonNegative(nonNegative);
    ratings = ratings();
    CompressedRows transposed = ratings.transpose();
    step = new HalfStep(parameters);
    own = initial(ratings.rowCount());
    other = initial(RESOURCES);
    gains = new double[Math.max(ratings.rowCount(), RESOURCES)];
    for (int iteration = 0; iteration < EARLIER_ITERATIONS; iteration++) {
      step.solve(ratings, 0, ratings.rowCount(), other, gramian(other), own, gains);
      step.solve(transposed, 0, RESOURCES, own, gramian(own), other, gains);
    }
    otherGramian = gramian(other);
    before = own.clone();
  }

  private CompressedRows ratings() {
    SplittableRandom random = new SplittableRandom(7);
    int rows = RATINGS / rowLength;
    int[] offsets = new int[rows + 1];
    int[] columns = new int[RATINGS];
    float[] values = new float[RATINGS];
    for (int row = 0; row < rows; row++) {
      int community = row * COMMUNITY_RESOURCES % RESOURCES;
      int start = offsets[row];
      boolean[] rated = new boolean[RESOURCES];
      for (int position = start; position < start + rowLength; ) {
        int column =
            random.nextDouble() < WITHIN_COMMUNITY && position - start < COMMUNITY_RESOURCES / 2
                ? community + random.nextInt(COMMUNITY_RESOURCES)
                : random.nextInt(RESOURCES);
        if (!rated[column]) {
          rated[column] = true;
          columns[position] = column;
          values[position++] = (float) random.nextDouble(5, 10);
        }
      }
      offsets[row + 1] = start + rowLength;
      Arrays.sort(columns, start, start + rowLength);
    }
    return new CompressedRows(RESOURCES, offsets, columns, values);
  }

  private float[] initial(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    float[] factors = new float[rows * rank];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) random.nextDouble();
    }
    return factors;
  }

  private double[] gramian(float[] factors) {
    return Gramian.partial(factors, rank, 0, factors.length / rank);
  }

  /** Solves all rows. */
  @Benchmark
  @OperationsPerInvocation(RATINGS)
  public double[] solve() {
    System.arraycopy(before, 0, own, 0, own.length);
    step.solve(ratings, 0, ratings.rowCount(), other, otherGramian, own, gains);
    return gains;
  }
}
