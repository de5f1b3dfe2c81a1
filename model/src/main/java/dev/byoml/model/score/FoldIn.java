package dev.byoml.model.score;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.kernel.Gramian;
import dev.byoml.model.als.kernel.HalfStep;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.TenantModel;
import java.util.Arrays;

/**
 * Gives a user or resource that training did not see factors: one half-step of alternating least
 * squares from the few accesses it has, while the model's factors of the other side stand still.
 *
 * <p>Safe for use by several threads.
 */
final class FoldIn {
  private final AlsParameters parameters;
  private final float[] others;
  private final int rowCount;
  private final double[] gramian;
  private final float rating;

  /**
   * Folds in on one side.
   *
   * @param parameters what the model was trained with; its rank is that of {@code others}
   * @param others the model's factors of the other side
   * @param rating the rating of each access, above 0
   */
  FoldIn(AlsParameters parameters, Factors others, float rating) {
    this.parameters = parameters.withRank(others.rank());
    this.rating = rating;
    this.rowCount = others.rowCount();
    this.others = others.values();
    this.gramian = Gramian.of(this.others, others.rank());
  }

  /** The rating that training gave, or would have given, an access that happens once a day. */
  static float ratingOfOneAccess(TenantModel model) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float likelihood : model.accesses().likelihoods().values()) {
      lowest = Math.min(lowest, likelihood);
      highest = Math.max(highest, likelihood);
    }
    float once = Math.max(lowest, Math.min(1, highest));
    CompressedRows access =
        new CompressedRows(1, new int[] {0, 1}, new int[] {0}, new float[] {once});
    return model.parameters().likelihood().apply(access, lowest, highest).value(0);
  }

  /**
   * The factors of one that touches these rows of the other side.
   *
   * @param rows rows, ascending, without repetition
   */
  double[] of(int[] rows) {
    float[] ratings = new float[rows.length];
    Arrays.fill(ratings, rating);
    float[] own = new float[parameters.rank()];
    new HalfStep(parameters)
        .solve(
            new CompressedRows(rowCount, new int[] {0, rows.length}, rows, ratings),
            0,
            1,
            others,
            gramian,
            own,
            new double[1]);
    double[] factors = new double[own.length];
    for (int k = 0; k < own.length; k++) {
      factors[k] = own[k];
    }
    return factors;
  }
}
