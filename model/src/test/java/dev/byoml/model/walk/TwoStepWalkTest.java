package dev.byoml.model.walk;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.study.RealSet;
import dev.byoml.model.study.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoStepWalkTest {
  @Test
  void isTheSumOverAllWaysBetweenUserAndResource() {
    AccessMatrix accesses = accesses("ana a", "ana b", "ben a", "ben b", "ben c", "eve c");
    WalkExponents exponents = new WalkExponents(0.5, 1);
    // From ana over a and b, of two users each, to ben with three resources, to c with two users.
    double expected = 1 / 2.0 * (1 / 3.0 * (1 / 2.0 + 1 / 2.0));
    assertThat(new TwoStepWalk(accesses, exponents).of(0, 2), closeTo(expected, 1e-15));
  }

  @Test
  void isZeroWhereNobodySharesAnything() {
    AccessMatrix accesses = accesses("ana a", "ben b");
    assertThat(new TwoStepWalk(accesses, WalkExponents.DEFAULT).of(0, 1), is(0.0));
  }

  @Test
  void givesTheSameBitsOneByOneAndAllAtOnce() {
    AccessMatrix accesses = random(300, 80, 3000);
    TwoStepWalk walk = new TwoStepWalk(accesses, WalkExponents.DEFAULT);
    int[] resources = IntStream.range(0, 80).toArray();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      int user = random.nextInt(accesses.users().size());
      double[] row = new double[resources.length];
      walk.of(user, resources, 0, resources.length, row);
      int resource = random.nextInt(80);
      TwoStepWalk other = new TwoStepWalk(accesses, WalkExponents.DEFAULT);
      assertThat(other.of(user, resource), is(row[resource]));
      assertThat(walk.of(user, resource), is(row[resource]));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1_000_000})
  void givesTheSameBitsWhetherItSpreadsToAllOrLooksUpEach(long mostSteps) {
    AccessMatrix accesses = pairsOfNeighbours(6_000, 3_000);
    int[] resources = IntStream.range(0, accesses.resources().size()).toArray();
    TwoStepWalk walk = new TwoStepWalk(accesses, WalkExponents.DEFAULT, mostSteps);
    TwoStepWalk other = new TwoStepWalk(accesses, WalkExponents.DEFAULT, mostSteps);
    double[] some = new double[3];
    double[] all = new double[resources.length];
    for (int user = 0; user < 3_000; user += 97) {
      walk.of(user, resources, 0, resources.length, all);
      for (int from = 0; from + some.length <= resources.length; from += some.length) {
        other.of(user, resources, from, from + some.length, some);
        assertThat(some, is(Arrays.copyOfRange(all, from, from + some.length)));
      }
      walk.of(user, resources, 6, 9, some);
      assertThat(some, is(Arrays.copyOfRange(all, 6, 9)));
    }
  }

  @Test
  void givesTheSameBitsAfterAUserWithFewWaysAndOneWithMany() {
    AccessMatrix accesses =
        accesses("ana a", "ben a", "ben b", "eve b", "eve c", "eve d", "joe c", "joe d", "kai e");
    TwoStepWalk walk = new TwoStepWalk(accesses, WalkExponents.DEFAULT);
    for (int user : new int[] {4, 2, 4, 0, 2, 3, 4}) {
      double[] row = new double[5];
      walk.of(user, new int[] {0, 1, 2, 3, 4}, 0, 5, row);
      double[] alone = new double[5];
      new TwoStepWalk(accesses, WalkExponents.DEFAULT)
          .of(user, new int[] {0, 1, 2, 3, 4}, 0, 5, alone);
      assertThat(row, is(alone));
    }
  }

  @Test
  void saysWhoLiesBetweenUserAndResource() {
    AccessMatrix accesses =
        accesses("ana a", "ana b", "ben a", "ben b", "ben c", "eve c", "eve d", "joe c", "joe d");
    TwoStepWalk walk = new TwoStepWalk(accesses, WalkExponents.DEFAULT);
    assertThat(
        walk.explain(0, 2).orElseThrow(),
        is(
            "1 of the 3 who use c also uses a or 1 more of ana's resources; none of the other 2"
                + " shares anything with ana"));
    assertThat(
        walk.explain(0, 3).orElseThrow(), is("none of the 2 who use d shares anything with ana"));
  }

  @Test
  void aSampleOfUsersKeepsTheSizeOfAffinities() {
    AccessMatrix accesses = random(20_000, 12, 80_000);
    TwoStepWalk exact = new TwoStepWalk(accesses, WalkExponents.DEFAULT, Long.MAX_VALUE);
    TwoStepWalk sampled = new TwoStepWalk(accesses, WalkExponents.DEFAULT, 100_000_000);
    assertThat(exact.limit(), is(Optional.empty()));
    assertThat(
        sampled.limit().orElseThrow(),
        is("walks over resources of more than 1024 users pass through one of 4 of these"));
    for (int user = 0; user < 20; user++) {
      double expected = exact.of(user, 3);
      assertThat(sampled.of(user, 3), closeTo(expected, expected / 5));
    }
  }

  @TestFactory
  Stream<DynamicTest> agreesWithValuesComputedApart() {
    return Reference.sets()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(Reference.set(name))));
  }

  private static void compare(RealSet set) {
    List<String> users = set.accesses().users();
    List<String> resources = set.accesses().resources();
    TwoStepWalk walk = new TwoStepWalk(set.accesses(), WalkExponents.DEFAULT);
    for (Reference pair : Reference.of(set.name())) {
      double affinity = walk.of(users.indexOf(pair.user()), resources.indexOf(pair.resource()));
      assertThat(affinity, closeTo(pair.walk(), 1e-6 * pair.walk()));
    }
  }

  private static AccessMatrix accesses(String... pairs) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("0");
    for (String pair : pairs) {
      builder.add(pair.split(" ")[0], pair.split(" ")[1], 1, 1);
    }
    return builder.build();
  }

  /** Each resource has few users, but for one that half of them touch. */
  private static AccessMatrix pairsOfNeighbours(int users, int resources) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("0");
    for (int user = 0; user < users; user++) {
      for (int step = 0; step < 5; step++) {
        builder.add(
            "user%05d".formatted(user),
            "resource%04d".formatted((user / 4 + step * step) % (resources - 1) + 1),
            1,
            1);
      }
      if (user % 2 == 1) {
        builder.add("user%05d".formatted(user), "resource0000", 1, 1);
      }
    }
    return builder.build();
  }

  private static AccessMatrix random(int users, int resources, int draws) {
    Random random = new Random(2);
    AccessMatrixBuilder builder = new AccessMatrixBuilder("0");
    random
        .ints(draws, 0, users * resources)
        .distinct()
        .forEach(
            pair ->
                builder.add(
                    "user%05d".formatted(pair / resources),
                    "resource%03d".formatted(pair % resources),
                    1,
                    1));
    return builder.build();
  }
}
