package dev.byoml.model.als;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static Factorization factorize(AlsParameters parameters, int threads) {
    return AlternatingLeastSquares.factorize(
        "tenant", ids("user", 30), ids("resource", 20), BLOCKS, parameters, threads);
  }

  @Test
  void lowersTheObjectiveInEachIteration() {
    List<Double> objective = factorize(PARAMETERS, 1).objective();

    assertThat(objective, hasSize(PARAMETERS.iterations()));
    for (int i = 1; i < objective.size(); i++) {
      assertThat(objective.get(i), lessThanOrEqualTo(objective.get(i - 1) * (1 + 1e-12)));
    }
    assertThat(objective.get(objective.size() - 1), lessThan(objective.get(0)));
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
        Arrays.stream(found.users().values()).boxed().toList(),
        everyItem(greaterThanOrEqualTo(0.0)));
    assertThat(
        Arrays.stream(found.resources().values()).boxed().toList(),
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
