package dev.byoml.model.als.memory;

import static dev.byoml.model.als.memory.TestRatings.ids;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.kernel.Objective;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.matrix.CompressedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlternatingLeastSquaresTest {
  private static final AlsParameters PARAMETERS = AlsParameters.CLASSIC.withRank(4);

  /** Two blocks of users and resources that never meet: even with even, odd with odd. */
  private static final CompressedRows BLOCKS = blocks(30, 20);

  private static CompressedRows blocks(int users, int resources) {
    int[] offsets = new int[users + 1];
    int[] columns = new int[users * resources];
    float[] values = new float[users * resources];
    int count = 0;
    for (int user = 0; user < users; user++) {
      for (int resource = user % 2; resource < resources; resource += 2) {
        if ((user * 7 + resource * 3) % 5 != 0) {
          columns[count] = resource;
          values[count++] = 5 + (user + resource) % 6;
        }
      }
      offsets[user + 1] = count;
    }
    return new CompressedRows(
        resources, offsets, Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
  }

  private static Factorization factorize(AlsParameters parameters, int threads) {
    return AlternatingLeastSquares.factorize(
        "tenant", ids("user", 30), ids("resource", 20), BLOCKS, parameters, threads);
  }

  @Test
  void givesAnObservedPairMoreAffinityThanAnImpossibleOne() {
    Factorization found = factorize(PARAMETERS, 1);

    for (int user = 0; user < 30; user++) {
      for (int resource = 0; resource < 20; resource++) {
        double affinity = found.users().dot(user, found.resources(), resource);
        if (BLOCKS.position(user, resource) >= 0) {
          assertThat(affinity, greaterThan(0.5));
        } else if ((user + resource) % 2 == 1) {
          assertThat(affinity, lessThan(0.1));
        }
      }
    }
  }

  @Test
  void keepsFactorsAtOrAboveZeroWhenAsked() {
    Factorization found = factorize(PARAMETERS, 1);

    assertThat(
        Arrays.stream(found.users().toDoubles()).boxed().toList(),
        everyItem(greaterThanOrEqualTo(0.0)));
    assertThat(
        Arrays.stream(found.resources().toDoubles()).boxed().toList(),
        everyItem(greaterThanOrEqualTo(0.0)));
  }

  @Test
  void givesTheSameBitsForAnyNumberOfThreads() {
    Factorization one = factorize(PARAMETERS, 1);

    for (int threads : new int[] {2, 3, 7}) {
      Factorization many = factorize(PARAMETERS, threads);
      assertThat(many.users().values(), equalTo(one.users().values()));
      assertThat(many.resources().values(), equalTo(one.resources().values()));
      assertThat(many.objective(), equalTo(one.objective()));
    }
  }

  @Test
  void givesTheSameBitsWhateverOrderAccessesArriveIn() {
    List<int[]> pairs = new ArrayList<>();
    for (int user = 0; user < 30; user++) {
      for (int position = BLOCKS.rowStart(user); position < BLOCKS.rowEnd(user); position++) {
        pairs.add(new int[] {user, BLOCKS.column(position)});
      }
    }
    Factorization ordered = factorize(matrix(pairs));
    for (int shuffle = 0; shuffle < 5; shuffle++) {
      Collections.shuffle(pairs, new Random(shuffle));

      Factorization shuffled = factorize(matrix(pairs));

      assertThat(shuffled.users().values(), equalTo(ordered.users().values()));
      assertThat(shuffled.resources().values(), equalTo(ordered.resources().values()));
      assertThat(shuffled.objective(), equalTo(ordered.objective()));
    }
  }

  private static AccessMatrix matrix(List<int[]> pairs) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("tenant");
    for (int[] pair : pairs) {
      builder.add("user" + pair[0], "resource" + pair[1], 1, 5 + (pair[0] + pair[1]) % 6);
    }
    return builder.build();
  }

  private static Factorization factorize(AccessMatrix matrix) {
    return AlternatingLeastSquares.factorize(
        matrix.tenant(), matrix.users(), matrix.resources(), matrix.likelihoods(), PARAMETERS, 2);
  }

  @Test
  void givesOtherFactorsForAnotherSeed() {
    float[] users = factorize(PARAMETERS.withIterations(1), 1).users().values();

    assertThat(
        factorize(PARAMETERS.withIterations(1).withSeed(1), 1).users().values(),
        not(equalTo(users)));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void reportsTheObjectiveOfTheFactorsItReturns(boolean implicit, boolean nonNegative) {
    AlsParameters parameters =
        PARAMETERS.withImplicit(implicit).withNonNegative(nonNegative).withComplementFactor(0);

    Factorization found = factorize(parameters, 2);

    double expected = Objective.of(BLOCKS, found.users(), found.resources(), parameters);
    assertThat(
        found.objective().get(found.objective().size() - 1), closeTo(expected, 1e-9 * expected));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void lowersTheObjectiveInEachIteration(boolean implicit, boolean nonNegative) {
    CompressedRows ratings = TestRatings.random(3, 200, 120, 0.1);
    AlsParameters parameters = PARAMETERS.withImplicit(implicit).withNonNegative(nonNegative);

    List<Double> objective =
        AlternatingLeastSquares.factorize(
                "tenant", ids("user", 200), ids("resource", 120), ratings, parameters, 2)
            .objective();

    assertThat(objective, hasSize(PARAMETERS.iterations()));
    for (int i = 1; i < objective.size(); i++) {
      assertThat(objective.get(i), lessThanOrEqualTo(objective.get(i - 1) * (1 + 1e-12)));
    }
    assertThat(objective.get(objective.size() - 1), lessThan(objective.get(0)));
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-12f, 1e12f})
  void staysFiniteForTinyAndHugeRatings(float rating) {
    float[] values = new float[BLOCKS.valueCount()];
    Arrays.fill(values, rating);
    CompressedRows ratings = new CompressedRows(20, BLOCKS.offsets(), BLOCKS.columns(), values);
    for (boolean implicit : new boolean[] {true, false}) {
      Factorization found =
          AlternatingLeastSquares.factorize(
              "tenant",
              ids("user", 30),
              ids("resource", 20),
              ratings,
              PARAMETERS.withImplicit(implicit).withRegularization(0),
              1);

      for (double factor : found.users().values()) {
        assertThat(Double.isFinite(factor), equalTo(true));
      }
      for (double value : found.objective()) {
        assertThat(Double.isFinite(value), equalTo(true));
      }
    }
  }

  @Test
  void fitsExplicitRatingsAndTheComplementSet() {
    AlsParameters parameters =
        PARAMETERS.withImplicit(false).withRegularization(0.01).withComplementFactor(1);

    Factorization found = factorize(parameters, 1);

    double inside = 0;
    double outside = 0;
    int observed = 0;
    for (int user = 0; user < 30; user++) {
      for (int resource = 0; resource < 20; resource++) {
        double affinity = found.users().dot(user, found.resources(), resource);
        if (BLOCKS.position(user, resource) >= 0) {
          inside += affinity;
          observed++;
        } else {
          outside += affinity;
        }
      }
    }
    assertThat(inside / observed, greaterThan(5.0));
    assertThat(outside / (600 - observed), lessThan(4.0));
  }

  @Test
  void stopsEarlyWhenAnIterationGainsLessThanTheTolerance() {
    List<Double> full = factorize(PARAMETERS, 1).objective();
    List<Double> stopped = factorize(PARAMETERS.withTolerance(1e-3), 1).objective();

    assertThat(stopped.size(), lessThan(full.size()));
    assertThat(stopped, equalTo(full.subList(0, stopped.size())));
  }

  @Test
  void rejectsIdsThatDoNotFitTheMatrix() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            AlternatingLeastSquares.factorize(
                "tenant", ids("user", 29), ids("resource", 20), BLOCKS, PARAMETERS, 1));
  }

  @Test
  void rejectsANumberOfThreadsBelowOne() {
    assertThrows(IllegalArgumentException.class, () -> factorize(PARAMETERS, 0));
  }
}
