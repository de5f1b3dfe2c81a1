package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;

/**
 * What the factorization minimizes. For implicit ratings {@code r} with confidence {@code c = 1 +
 * alpha·r} it is the sum of {@code c·(p − x·y)²} over all pairs of the matrix, where the preference
 * {@code p} is 1 for observed pairs and 0 for all others (Hu, Koren, Volinsky 2008); for explicit
 * ratings the sum of {@code (r − x·y)²} over observed pairs. To both is added {@code regularization
 * · Σ n^exponent·|x|²} over the rows of both sides, where {@code n} is a row's number of ratings.
 */
public final class Objective {
  private Objective() {}

  /**
   * The objective at given factors.
   *
   * @param ratings positive ratings, one row for each user
   * @param transposed the same, one row for each resource
   */
  public static double of(
      CompressedRows ratings,
      CompressedRows transposed,
      Factors users,
      Factors resources,
      AlsParameters parameters) {
    double sum = 0;
    if (parameters.implicit()) {
      double[] left = Gramian.of(users);
      double[] right = Gramian.of(resources);
      for (int i = 0; i < left.length; i++) {
        sum += left[i] * right[i];
      }
    }
    for (int row = 0; row < ratings.rowCount(); row++) {
      double rowSum = 0;
      for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
        double affinity = users.dot(row, resources, ratings.column(position));
        double rating = ratings.value(position);
        if (parameters.implicit()) {
          double miss = 1 - affinity;
          rowSum += (1 + parameters.alpha() * rating) * miss * miss - affinity * affinity;
        } else {
          rowSum += (rating - affinity) * (rating - affinity);
        }
      }
      sum += rowSum;
    }
    return sum + penalty(ratings, users, parameters) + penalty(transposed, resources, parameters);
  }

  private static double penalty(CompressedRows ratings, Factors factors, AlsParameters parameters) {
    double sum = 0;
    for (int row = 0; row < ratings.rowCount(); row++) {
      int count = ratings.rowEnd(row) - ratings.rowStart(row);
      if (count > 0) {
        sum +=
            Math.pow(count, parameters.regularizationExponent()) * factors.dot(row, factors, row);
      }
    }
    return parameters.regularization() * sum;
  }
}
