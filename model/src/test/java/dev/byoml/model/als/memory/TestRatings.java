package dev.byoml.model.als.memory;

import dev.byoml.model.als.kernel.Gramian;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small matrices of ratings for tests. */
public final class TestRatings {
  private TestRatings() {}

  /** Each pair rated with the given probability, between 5 and 10. */
  public static CompressedRows random(long seed, int users, int resources, double density) {
    Random random = new Random(seed);
    int[] offsets = new int[users + 1];
    int[] columns = new int[users * resources];
    float[] values = new float[users * resources];
    int count = 0;
    for (int user = 0; user < users; user++) {
      for (int resource = 0; resource < resources; resource++) {
        if (random.nextDouble() < density) {
          columns[count] = resource;
          values[count++] = 5 + 5 * random.nextFloat();
        }
      }
      offsets[user + 1] = count;
    }
    return new CompressedRows(
        resources, offsets, Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
  }

  /** A single row. */
  public static CompressedRows row(int columnCount, int[] columns, float[] values) {
    return new CompressedRows(columnCount, new int[] {0, columns.length}, columns, values);
  }

  /** Rows of factors between 0 and 1, one in three of them 0. */
  public static float[] factors(long seed, int rows, int rank) {
    Random random = new Random(seed);
    float[] factors = new float[rows * rank];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
    }
    return factors;
  }

  /** Numbered ids. */
  public static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** The Gramian of all rows. */
  public static double[] gramian(float[] factors, int rank) {
    return Gramian.of(factors, rank);
  }
}
