package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;

/** How strongly a row's factors are drawn to zero, given its number of ratings. */
final class Ridge {
  private static final int TABLE_SIZE = 1024;

  private final double regularization;
  private final double exponent;
  private final double[] table = new double[TABLE_SIZE];

  Ridge(AlsParameters parameters) {
    regularization = parameters.regularization();
    exponent = parameters.regularizationExponent();
    for (int count = 1; count < TABLE_SIZE; count++) {
      table[count] = compute(count);
    }
  }

  /** The weight of a row of {@code count} ratings; 0 for a row without. */
  double of(int count) {
    return count < TABLE_SIZE ? table[count] : compute(count);
  }

  private double compute(int count) {
    // StrictMath gives the same bits on every machine, Math need not.
    return regularization * StrictMath.pow(count, exponent);
  }
}
