package dev.byoml.model.ease;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Fits EASE (Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019) to the
 * normalised matrix: with {@code X̂ = D_u^-½ X D_r^-½} of the binary accesses {@code X} and the
 * numbers {@code D} of resources of a user and of users of a resource,
 *
 * <pre>P = (X̂ᵀX̂ + λI)⁻¹,  B = I − P · diag(1 / diag P),  affinity = (X̂B)_ur</pre>
 *
 * <p>Takes time in proportion to the cube of the resources, of which only those with the most users
 * take part.
 */
final class Ease {
  private Ease() {}

  /**
   * Fits the weights.
   *
   * @param accesses who touched what
   * @param regularization λ, above 0
   * @param mostResources how many resources take part at most
   * @param threads how many threads may work, at least 1; does not change the weights
   */
  static EaseWeights fit(
      AccessMatrix accesses, double regularization, int mostResources, int threads) {
    CompressedRows byUser = accesses.likelihoods();
    CompressedRows byResource = byUser.transpose();
    int[] taken = mostUsed(byResource, mostResources);
    int[] positions = new int[byResource.rowCount()];
    Arrays.fill(positions, -1);
    for (int position = 0; position < taken.length; position++) {
      positions[taken[position]] = position;
    }
    double[][] inverse = gram(byUser, byResource, taken, positions, threads);
    for (int position = 0; position < taken.length; position++) {
      inverse[position][position] += regularization;
    }
    SymmetricInverse.invert(inverse, threads);
    float[] weights = new float[taken.length * taken.length];
    for (int from = 0; from < taken.length; from++) {
      for (int to = 0; to < taken.length; to++) {
        weights[from * taken.length + to] =
            from == to ? 0 : (float) (-inverse[from][to] / inverse[to][to]);
      }
    }
    return new EaseWeights(taken, weights);
  }

  private static int[] mostUsed(CompressedRows byResource, int most) {
    return IntStream.range(0, byResource.rowCount())
        .boxed()
        .sorted(
            Comparator.comparingInt(
                    (Integer resource) ->
                        byResource.rowStart(resource) - byResource.rowEnd(resource))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** {@code X̂ᵀX̂} of the resources taken, both triangles. */
  private static double[][] gram(
      CompressedRows byUser, CompressedRows byResource, int[] taken, int[] positions, int threads) {
    double[][] gram = new double[taken.length][];
    IntStream rows = IntStream.range(0, taken.length);
    (threads > 1 ? rows.parallel() : rows)
        .forEach(
            position ->
                gram[position] = row(byUser, byResource, taken, positions, taken[position]));
    return gram;
  }

  private static double[] row(
      CompressedRows byUser,
      CompressedRows byResource,
      int[] taken,
      int[] positions,
      int resource) {
    double[] row = new double[taken.length];
    for (int p = byResource.rowStart(resource); p < byResource.rowEnd(resource); p++) {
      int user = byResource.column(p);
      double share = 1.0 / (byUser.rowEnd(user) - byUser.rowStart(user));
      for (int q = byUser.rowStart(user); q < byUser.rowEnd(user); q++) {
        int position = positions[byUser.column(q)];
        if (position >= 0) {
          row[position] += share;
        }
      }
    }
    double own = users(byResource, resource);
    for (int position = 0; position < row.length; position++) {
      row[position] /= Math.sqrt(own * users(byResource, taken[position]));
    }
    return row;
  }

  private static double users(CompressedRows byResource, int resource) {
    return byResource.rowEnd(resource) - byResource.rowStart(resource);
  }
}
