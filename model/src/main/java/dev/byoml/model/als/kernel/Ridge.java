package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import java.util.Arrays;

/**
 * How strongly a row's factors are drawn to zero, given its number of ratings. Each number is
 * computed when it is first asked for. One instance serves one thread at a time.
 */
final class Ridge {
  private static final int TABLE_SIZE = 1024;

  private final double regularization;
  private final double exponent;
  private final double[] table = new double[TABLE_SIZE];

  Ridge(AlsParameters parameters) {
    regularization = parameters.regularization();
    exponent = parameters.regularizationExponent();
    Arrays.fill(table, Double.NaN);
    table[0] = 0;
  }

  /** The weight of a row of {@code count} ratings; 0 for a row without. */
  double of(int count) {
    if (count >= TABLE_SIZE) {
      return compute(count);
    }
    if (Double.isNaN(table[count])) {
      table[count] = compute(count);
    }
    return table[count];
  }

  private double compute(int count) {
    // StrictMath gives the same bits on every machine, Math need not.
    return regularization * StrictMath.pow(count, exponent);
  }
}
