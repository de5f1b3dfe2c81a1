package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.memory.TestRatings;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalfStepTest {
  private static final AlsParameters IMPLICIT = AlsParameters.CLASSIC.withRank(5);
  private static final AlsParameters UNBOUNDED = IMPLICIT.withNonNegative(false);

  private static float[] initial(int rows, int rank) {
    float[] own = new float[rows * rank];
    Arrays.fill(own, 1);
    return own;
  }

  private static float[] solve(CompressedRows ratings, float[] other, AlsParameters parameters) {
    float[] own = initial(ratings.rowCount(), parameters.rank());
    solve(ratings, other, parameters, own);
    return own;
  }

  private static void solve(
      CompressedRows ratings, float[] other, AlsParameters parameters, float[] own) {
    new HalfStep(parameters)
        .solve(
            ratings,
            0,
            ratings.rowCount(),
            other,
            TestRatings.gramian(other, parameters.rank()),
            own,
            new double[ratings.rowCount()]);
  }

  /** The normal equations as the papers write them, row by row from the dense matrix. */
  private static RealMatrix matrix(
      CompressedRows ratings, int row, float[] other, AlsParameters parameters) {
    int rank = parameters.rank();
    RealMatrix matrix = new Array2DRowRealMatrix(rank, rank);
    for (int column = 0; column < ratings.columnCount(); column++) {
      int position = ratings.position(row, column);
      double rating = position < 0 ? 0 : ratings.value(position);
      double weight =
          parameters.implicit() ? 1 + parameters.alpha() * rating : position < 0 ? 0 : 1;
      RealVector y = vector(other, column, rank);
      matrix = matrix.add(y.outerProduct(y).scalarMultiply(weight));
    }
    int count = ratings.rowEnd(row) - ratings.rowStart(row);
    for (int k = 0; k < rank; k++) {
      matrix.addToEntry(
          k, k, parameters.regularization() * Math.pow(count, parameters.regularizationExponent()));
    }
    return matrix;
  }

  private static RealVector target(
      CompressedRows ratings, int row, float[] other, AlsParameters parameters) {
    RealVector target = new ArrayRealVector(parameters.rank());
    for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
      double rating = ratings.value(position);
      double pull = parameters.implicit() ? 1 + parameters.alpha() * rating : rating;
      target =
          target.add(vector(other, ratings.column(position), parameters.rank()).mapMultiply(pull));
    }
    return target;
  }

  private static RealVector vector(float[] factors, int row, int rank) {
    return new ArrayRealVector(
        Arrays.copyOfRange(new Factors(rank, factors).toDoubles(), row * rank, (row + 1) * rank));
  }

  private static void assertOptimal(
      CompressedRows ratings, float[] other, AlsParameters parameters, float[] own) {
    for (int row = 0; row < ratings.rowCount(); row++) {
      RealMatrix matrix = matrix(ratings, row, other, parameters);
      RealVector x = vector(own, row, parameters.rank());
      RealVector target = target(ratings, row, other, parameters);
      RealVector residual = target.subtract(matrix.operate(x));
      for (int k = 0; k < parameters.rank(); k++) {
        double terms =
            Math.abs(target.getEntry(k)) + matrix.getRowVector(k).ebeMultiply(x).getL1Norm();
        assertThat(x.getEntry(k), greaterThanOrEqualTo(0.0));
        if (x.getEntry(k) > 0) {
          assertThat(residual.getEntry(k), closeTo(0, 1e-6 * terms));
        } else {
          assertThat(residual.getEntry(k), lessThanOrEqualTo(1e-6 * terms));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1.0, 1.0", "0.1, 0.0, 40.0", "3.0, 0.5, 0.25"})
  void solvesTheImplicitNormalEquations(double regularization, double exponent, double alpha) {
    AlsParameters parameters =
        UNBOUNDED
            .withRegularization(regularization)
            .withRegularizationExponent(exponent)
            .withAlpha(alpha);
    CompressedRows ratings = TestRatings.random(1, 40, 25, 0.3);
    float[] other = TestRatings.factors(2, 25, 5);

    float[] own = solve(ratings, other, parameters);

    assertSolved(ratings, other, parameters, own);
  }

  @Test
  void solvesTheExplicitNormalEquations() {
    AlsParameters parameters = UNBOUNDED.withImplicit(false);
    CompressedRows ratings = TestRatings.random(1, 40, 25, 0.3);
    float[] other = TestRatings.factors(2, 25, 5);

    assertSolved(ratings, other, parameters, solve(ratings, other, parameters));
  }

  private static void assertSolved(
      CompressedRows ratings, float[] other, AlsParameters parameters, float[] own) {
    for (int row = 0; row < ratings.rowCount(); row++) {
      RealVector expected =
          new LUDecomposition(matrix(ratings, row, other, parameters))
              .getSolver()
              .solve(target(ratings, row, other, parameters));
      for (int k = 0; k < parameters.rank(); k++) {
        assertThat(
            (double) own[row * parameters.rank() + k],
            closeTo(expected.getEntry(k), 2e-7 * expected.getLInfNorm()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 30})
  void isOptimalUnderTheBoundWhateverTheRank(int rank) {
    AlsParameters parameters = IMPLICIT.withRank(rank);
    CompressedRows ratings = TestRatings.random(3, 60, 40, 0.2);
    float[] other = TestRatings.factors(4, 40, rank);

    assertOptimal(ratings, other, parameters, solve(ratings, other, parameters));
  }

  @Test
  void isOptimalUnderTheBoundForExplicitRatings() {
    AlsParameters parameters = IMPLICIT.withImplicit(false).withRegularization(0.1);
    CompressedRows ratings = TestRatings.random(3, 60, 40, 0.3);
    float[] other = TestRatings.factors(4, 40, 5);

    assertOptimal(ratings, other, parameters, solve(ratings, other, parameters));
  }

  @Test
  void isOptimalForRowsThatAreLongerThanABlock() {
    AlsParameters parameters = IMPLICIT.withRank(6);
    CompressedRows ratings = TestRatings.random(5, 3, 3 * RatingBlock.CAPACITY, 0.8);
    float[] other = TestRatings.factors(6, ratings.columnCount(), 6);

    assertThat(ratings.rowEnd(0), greaterThan(2 * RatingBlock.CAPACITY));
    assertOptimal(ratings, other, parameters, solve(ratings, other, parameters));
  }

  @Test
  void freesFactorsThatWereZeroBefore() {
    CompressedRows ratings = TestRatings.random(3, 60, 40, 0.2);
    float[] other = TestRatings.factors(4, 40, 5);
    for (int k = 0; k < 5; k++) {
      float[] own = new float[60 * 5];
      for (int row = 0; row < 60; row++) {
        own[row * 5 + k] = 1;
      }

      solve(ratings, other, IMPLICIT, own);

      assertOptimal(ratings, other, IMPLICIT, own);
    }
  }

  @Test
  void startsFromAllFactorsWhereAllWereZero() {
    CompressedRows ratings = TestRatings.random(3, 60, 40, 0.2);
    float[] other = TestRatings.factors(4, 40, 5);
    float[] own = new float[60 * 5];

    solve(ratings, other, IMPLICIT, own);

    assertThat(own, equalTo(solve(ratings, other, IMPLICIT)));
  }

  @Test
  void clearsARowWithoutRatings() {
    CompressedRows ratings = TestRatings.row(40, new int[0], new float[0]);

    float[] own = solve(ratings, TestRatings.factors(4, 40, 5), IMPLICIT);

    assertThat(own, equalTo(new float[5]));
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-12f, 1, 1e12f})
  void isOptimalForASingleRatingOfAnySize(float rating) {
    CompressedRows ratings = TestRatings.row(40, new int[] {7}, new float[] {rating});
    float[] other = TestRatings.factors(4, 40, 5);

    assertOptimal(ratings, other, IMPLICIT, solve(ratings, other, IMPLICIT));
  }

  @Test
  void isOptimalForHugeAndTinyRatingsTogether() {
    CompressedRows ratings =
        TestRatings.row(40, new int[] {3, 7, 11}, new float[] {1e12f, 1e-12f, 1});
    float[] other = TestRatings.factors(4, 40, 5);

    assertOptimal(ratings, other, IMPLICIT, solve(ratings, other, IMPLICIT));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void staysFiniteWhereFactorsAreAlikeAndNothingRegularizes(boolean implicit, boolean nonNegative) {
    AlsParameters parameters =
        IMPLICIT.withRegularization(0).withImplicit(implicit).withNonNegative(nonNegative);
    float[] other = new float[40 * 5];
    Arrays.fill(other, 0.5f);
    for (float rating : new float[] {1e-12f, 1, 1e12f}) {
      CompressedRows ratings =
          TestRatings.row(40, new int[] {3, 7}, new float[] {rating, 2 * rating});

      float[] own = solve(ratings, other, parameters);

      double affinity = new Factors(5, own).dot(0, new Factors(5, other), 0);
      double expected = implicit ? (2 + 3.0 * rating) / (40 + 3.0 * rating) : 1.5 * rating;
      assertThat(affinity, closeTo(expected, 1e-6 * expected));
    }
  }

  @Test
  void givesTheSameBitsHoweverRowsAreCutIntoBlocks() {
    AlsParameters parameters = IMPLICIT.withRank(7);
    CompressedRows ratings = TestRatings.random(9, 300, 500, 0.15);
    float[] other = TestRatings.factors(10, 500, 7);
    double[] gramian = TestRatings.gramian(other, 7);
    float[] whole = solve(ratings, other, parameters);

    for (int size : new int[] {1, 7, 64, 299}) {
      float[] own = initial(300, 7);
      HalfStep step = new HalfStep(parameters);
      for (int first = 0; first < 300; first += size) {
        int end = Math.min(300, first + size);
        CompressedRows block = rows(ratings, first, end);
        float[] part = Arrays.copyOfRange(own, first * 7, end * 7);
        step.solve(block, 0, end - first, other, gramian, part, new double[end - first]);
        System.arraycopy(part, 0, own, first * 7, part.length);
      }
      assertThat(own, equalTo(whole));
    }
  }

  private static CompressedRows rows(CompressedRows ratings, int first, int end) {
    int start = ratings.rowStart(first);
    int[] offsets = new int[end - first + 1];
    for (int row = first; row <= end; row++) {
      offsets[row - first] = ratings.offsets()[row] - start;
    }
    return new CompressedRows(
        ratings.columnCount(),
        offsets,
        Arrays.copyOfRange(ratings.columns(), start, ratings.rowStart(end)),
        Arrays.copyOfRange(ratings.values(), start, ratings.rowStart(end)));
  }

  @Test
  void tellsByHowMuchEachRowLowersTheObjective() {
    CompressedRows ratings = TestRatings.random(3, 1, 40, 0.4);
    float[] other = TestRatings.factors(4, 40, 5);
    float[] own = initial(1, 5);
    double[] gains = new double[1];

    new HalfStep(IMPLICIT).solve(ratings, 0, 1, other, TestRatings.gramian(other, 5), own, gains);

    double without = objective(ratings, new float[5], other);
    assertThat(gains[0], closeTo(without - objective(ratings, own, other), 1e-10 * without));
    assertThat(gains[0], lessThan(without));
  }

  private static double objective(CompressedRows ratings, float[] own, float[] other) {
    return Objective.of(ratings, new Factors(5, own), new Factors(5, other), IMPLICIT);
  }
}
