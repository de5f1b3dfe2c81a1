package dev.byoml.model.als;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorsTest {
  private static final int RANK = 7;
  private static final int ROWS = 20;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 11})
  void givesTheSameBitsForSeveralRowsAsForEach(int count) {
    Random random = new Random(count);
    Factors one = random(random);
    Factors other = random(random);
    int[] rows = random.ints(ROWS, 0, ROWS).toArray();
    double[] products = new double[ROWS];
    one.dots(3, other, rows, count, products);
    double[] expected =
        IntStream.range(0, ROWS)
            .mapToDouble(i -> i < count ? one.dot(3, other, rows[i]) : 0)
            .toArray();
    assertThat(products, is(expected));
  }

  private static Factors random(Random random) {
    float[] values = new float[ROWS * RANK];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Factors(RANK, values);
  }
}
