package dev.byoml.model.poisson;

import dev.byoml.model.als.Factors;
import dev.byoml.model.als.InitialFactors;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;

/**
 * One side of a {@link PoissonFactorization}: for each row and factor a Gamma distribution of what
 * the factor may be. The rates of one factor are the same for all rows.
 */
final class GammaFactors {
  /** The first factors are kept away from zero, where nothing could be learned of them. */
  private static final double LEAST_INITIAL = 0.01;

  private final PoissonParameters parameters;
  private final CompressedRows ratings;
  private final int rank;
  private final double[] shapes;
  private final double[] rates;

  /** The exponential of the expected logarithm of each factor. */
  private final double[] geometricMeans;

  private final double[] rowValues;

  /**
   * A side at its start.
   *
   * @param ratings one row for each row of this side, one column for each of the other
   * @param ids id of each row
   * @param initial where the factors start
   */
  GammaFactors(
      CompressedRows ratings,
      List<String> ids,
      InitialFactors initial,
      PoissonParameters parameters) {
    this.parameters = parameters;
    this.ratings = ratings;
    rank = parameters.rank();
    shapes = new double[Math.multiplyExact(ids.size(), rank)];
    geometricMeans = new double[shapes.length];
    rowValues = new double[ids.size()];
    rates = new double[rank];
    Arrays.fill(rates, 1);
    float[] row = new float[rank];
    for (int i = 0; i < ids.size(); i++) {
      initial.fill(ids.get(i), row, 0);
      for (int k = 0; k < rank; k++) {
        shapes[i * rank + k] = LEAST_INITIAL + row[k];
        geometricMeans[i * rank + k] = shapes[i * rank + k];
      }
    }
  }

  /** Updates this side, given the other: one step of coordinate ascent. */
  void update(GammaFactors other) {
    double[] sums = other.sumsOfMeans();
    for (int k = 0; k < rank; k++) {
      rates[k] = parameters.rate() + sums[k];
    }
    IntStream.range(0, ratings.rowCount()).parallel().forEach(row -> updateRow(row, other));
  }

  private void updateRow(int row, GammaFactors other) {
    int start = row * rank;
    double[] sums = new double[rank];
    for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
      int theirs = ratings.column(position) * rank;
      double share = ratings.value(position) / geometricProduct(row, other, theirs);
      for (int k = 0; k < rank; k++) {
        sums[k] += share * other.geometricMeans[theirs + k];
      }
    }
    for (int k = 0; k < rank; k++) {
      double shape = parameters.shape() + geometricMeans[start + k] * sums[k];
      shapes[start + k] = shape;
      sums[k] = shape;
    }
    for (int k = 0; k < rank; k++) {
      geometricMeans[start + k] =
          Math.max(Double.MIN_NORMAL, StrictMath.exp(Gamma.digamma(sums[k])) / rates[k]);
    }
  }

  private double geometricProduct(int row, GammaFactors other, int theirs) {
    int mine = row * rank;
    double product = 0;
    for (int k = 0; k < rank; k++) {
      product += geometricMeans[mine + k] * other.geometricMeans[theirs + k];
    }
    return product;
  }

  /** For each factor the sum over rows of what it is expected to be. */
  double[] sumsOfMeans() {
    double[] sums = new double[rank];
    for (int i = 0; i < shapes.length; i += rank) {
      for (int k = 0; k < rank; k++) {
        sums[k] += shapes[i + k] / rates[k];
      }
    }
    return sums;
  }

  /** What observed ratings add to the evidence bound, but for a constant. */
  double observed(GammaFactors other) {
    IntStream.range(0, ratings.rowCount())
        .parallel()
        .forEach(
            row -> {
              double sum = 0;
              for (int position = ratings.rowStart(row);
                  position < ratings.rowEnd(row);
                  position++) {
                int theirs = ratings.column(position) * rank;
                sum +=
                    ratings.value(position) * StrictMath.log(geometricProduct(row, other, theirs));
              }
              rowValues[row] = sum;
            });
    return sumOfRowValues();
  }

  /** Minus the Kullback-Leibler divergence of this side's distributions from their prior. */
  double prior() {
    double shape = parameters.shape();
    double rate = parameters.rate();
    double constant = shape * StrictMath.log(rate) - Gamma.logGamma(shape);
    IntStream.range(0, ratings.rowCount())
        .parallel()
        .forEach(
            row -> {
              double sum = 0;
              for (int k = 0; k < rank; k++) {
                double s = shapes[row * rank + k];
                double r = rates[k];
                double digamma = Gamma.digamma(s);
                double logarithm = digamma - StrictMath.log(r);
                sum += constant + (shape - 1) * logarithm - rate * s / r;
                sum += s - StrictMath.log(r) + Gamma.logGamma(s) + (1 - s) * digamma;
              }
              rowValues[row] = sum;
            });
    return sumOfRowValues();
  }

  /** What each factor is expected to be. */
  Factors means() {
    float[] means = new float[shapes.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (shapes[i] / rates[i % rank]);
    }
    return new Factors(rank, means);
  }

  private double sumOfRowValues() {
    double sum = 0;
    for (double value : rowValues) {
      sum += value;
    }
    return sum;
  }
}
