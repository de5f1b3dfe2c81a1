package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.memory.TestRatings;
import dev.byoml.model.matrix.CompressedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  private static final AlsParameters PARAMETERS =
      AlsParameters.CLASSIC
          .withRank(3)
          .withRegularization(0.7)
          .withRegularizationExponent(0.5)
          .withAlpha(2);
  private static final CompressedRows RATINGS = TestRatings.random(1, 12, 9, 0.4);
  private static final Factors USERS = new Factors(3, TestRatings.factors(2, 12, 3));
  private static final Factors RESOURCES = new Factors(3, TestRatings.factors(3, 9, 3));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isTheSumOverAllPairsAndThePenalties(boolean implicit) {
    double expected = 0;
    int[] columnCounts = new int[9];
    for (int user = 0; user < 12; user++) {
      for (int resource = 0; resource < 9; resource++) {
        int position = RATINGS.position(user, resource);
        double affinity = USERS.dot(user, RESOURCES, resource);
        if (position >= 0) {
          double rating = RATINGS.value(position);
          expected +=
              implicit
                  ? (1 + 2 * rating) * Math.pow(1 - affinity, 2)
                  : Math.pow(rating - affinity, 2);
          columnCounts[resource]++;
        } else if (implicit) {
          expected += affinity * affinity;
        }
      }
    }
    for (int user = 0; user < 12; user++) {
      int count = RATINGS.rowEnd(user) - RATINGS.rowStart(user);
      expected += 0.7 * Math.sqrt(count) * USERS.dot(user, USERS, user);
    }
    for (int resource = 0; resource < 9; resource++) {
      expected +=
          0.7 * Math.sqrt(columnCounts[resource]) * RESOURCES.dot(resource, RESOURCES, resource);
    }

    double objective = Objective.of(RATINGS, USERS, RESOURCES, PARAMETERS.withImplicit(implicit));

    assertThat(objective, closeTo(expected, 1e-10 * expected));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isTheSumOfConstantsWhereAllFactorsAreZero(boolean implicit) {
    AlsParameters parameters = PARAMETERS.withImplicit(implicit);

    double sum = Objective.sum(12, row -> Objective.constant(RATINGS, row, parameters));

    double expected =
        Objective.of(
            RATINGS, new Factors(3, new float[36]), new Factors(3, new float[27]), parameters);
    assertThat(sum, closeTo(expected, 1e-12 * expected));
  }

  @Test
  void addsChunksInAscendingOrder() {
    int rows = 16 * Gramian.CHUNK_ROWS + 3;

    double sum = Objective.sum(rows, row -> 1.0 / (row + 1));

    double expected = 0;
    for (int first = 0; first < rows; first += Gramian.CHUNK_ROWS) {
      int end = Math.min(rows, first + Gramian.CHUNK_ROWS);
      expected += Objective.partialSum(first, end, row -> 1.0 / (row + 1));
    }
    assertThat(sum, equalTo(expected));
  }
}
