package dev.byoml.model.ease;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Affinities by the weights of EASE, each standardised in its column: less the mean of the
 * resource's affinities over some users, divided by their standard deviation, and 10. So a resource
 * that predicts much and one that predicts little are on one scale. Safe for use by several
 * threads.
 */
public final class EaseAffinity implements PairAffinity {
  /** Means and deviations are taken over so many users, evenly spread by their index. */
  private static final int USERS_OF_A_COLUMN = 1000;

  /** A column's deviation counts as at least this share of the median one. */
  private static final double LEAST_DEVIATION = 0.1;

  /** Where the mean of a column lies: so many deviations above the lowest affinity, 0. */
  static final double MEAN = 10;

  private final CompressedRows byUser;
  private final EaseWeights weights;
  private final int[] positions;
  private final double[] resourceShares;
  private final double[] means;
  private final double[] deviations;

  /**
   * Fits EASE to the accesses of a tenant.
   *
   * @param accesses who touched what
   * @param lambda the regularization, above 0
   * @param mostResources how many resources take part at most, those with the most users
   * @param threads how many threads may work, at least 1; does not change the weights
   */
  public static EaseAffinity fit(
      AccessMatrix accesses, double lambda, int mostResources, int threads) {
    return new EaseAffinity(accesses, Ease.fit(accesses, lambda, mostResources, threads));
  }

  /**
   * Gets what {@link #write} put.
   *
   * @throws java.nio.BufferUnderflowException if something else was put
   */
  public static EaseAffinity read(AccessMatrix accesses, ByteBuffer in) {
    return new EaseAffinity(accesses, EaseWeights.read(in));
  }

  /** Number of bytes that {@link #write} puts. */
  public int byteCount() {
    return weights.byteCount();
  }

  /** Puts the weights. */
  public void write(ByteBuffer out) {
    weights.write(out);
  }

  EaseAffinity(AccessMatrix accesses, EaseWeights weights) {
    this.byUser = accesses.likelihoods();
    this.weights = weights;
    this.positions = new int[byUser.columnCount()];
    Arrays.fill(positions, -1);
    for (int position = 0; position < weights.resources().length; position++) {
      positions[weights.resources()[position]] = position;
    }
    int[] users = new int[byUser.columnCount()];
    for (int resource : byUser.columns()) {
      users[resource]++;
    }
    resourceShares = new double[users.length];
    for (int resource = 0; resource < users.length; resource++) {
      resourceShares[resource] = 1 / Math.sqrt(users[resource]);
    }
    means = new double[weights.resources().length];
    deviations = new double[weights.resources().length];
    measureColumns();
  }

  private void measureColumns() {
    int count = Math.min(USERS_OF_A_COLUMN, byUser.rowCount());
    double[] squares = new double[means.length];
    double[] row = new double[means.length];
    for (int i = 0; i < count; i++) {
      int user = (int) ((long) i * byUser.rowCount() / count);
      Arrays.fill(row, 0);
      addRow(user, row);
      for (int position = 0; position < row.length; position++) {
        means[position] += row[position];
        squares[position] += row[position] * row[position];
      }
    }
    for (int position = 0; position < means.length; position++) {
      means[position] /= count;
      double variance = squares[position] / count - means[position] * means[position];
      deviations[position] = Math.sqrt(Math.max(0, variance));
    }
    double[] ascending = deviations.clone();
    Arrays.sort(ascending);
    double least = ascending.length == 0 ? 0 : LEAST_DEVIATION * ascending[ascending.length / 2];
    for (int position = 0; position < means.length; position++) {
      deviations[position] = Math.max(deviations[position], least);
    }
  }

  private void addRow(int user, double[] row) {
    float[] values = weights.weights();
    for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
      int from = positions[byUser.column(p)];
      if (from >= 0) {
        double share = share(user, byUser.column(p));
        int start = from * row.length;
        for (int position = 0; position < row.length; position++) {
          row[position] += share * values[start + position];
        }
      }
    }
  }

  private double share(int user, int resource) {
    return resourceShares[resource] / Math.sqrt(byUser.rowEnd(user) - byUser.rowStart(user));
  }

  /** The affinity as EASE gives it, 0 for a resource that takes no part. */
  double raw(int user, int resource) {
    int to = positions[resource];
    if (to < 0) {
      return 0;
    }
    int count = means.length;
    double sum = 0;
    for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
      int from = positions[byUser.column(p)];
      if (from >= 0) {
        sum += share(user, byUser.column(p)) * weights.weights()[from * count + to];
      }
    }
    return sum;
  }

  @Override
  public double of(int user, int resource) {
    int position = positions[resource];
    double standardised =
        position < 0 || !(deviations[position] > 0)
            ? 0
            : (raw(user, resource) - means[position]) / deviations[position];
    return Math.max(0, MEAN + standardised);
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public Optional<String> limit() {
    int taken = weights.resources().length;
    return taken == positions.length
        ? Optional.empty()
        : Optional.of(
            "ease learns from the %d resources with the most users, of %d; to the others every"
                    .formatted(taken, positions.length)
                + " affinity is the mean");
  }
}
