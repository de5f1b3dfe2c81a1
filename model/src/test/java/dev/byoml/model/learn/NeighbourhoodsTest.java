package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import org.junit.jupiter.api.Test;

class NeighbourhoodsTest {
  /** Amy touches a and b; bob touches b alone. */
  private final AccessMatrix accesses =
      new AccessMatrixBuilder("t")
          .add("amy", "a", 1, 1)
          .add("amy", "b", 1, 1)
          .add("bob", "b", 1, 1)
          .build();

  @Test
  void averagesUsersAndResourcesInTurn() {
    Neighbourhoods averaged = averaged(new double[] {3, 0, 0, 2});

    // By hand: a weighs ln 3, b ln 2. Amy first points to (ln 3, ln 2), bob to (0, 1).
    double rare = Math.log(3);
    double common = Math.log(2);
    double length = Math.hypot(rare, common);
    double[] a = {rare / length, common / length};
    double halfway = Math.hypot(a[0], a[1] + 1);
    double[] b = {a[0] / halfway, (a[1] + 1) / halfway};
    double[] amy = {rare * a[0] + common * b[0], rare * a[1] + common * b[1]};
    double amyLength = Math.hypot(amy[0], amy[1]);

    assertRow(averaged.resources(), 0, a[0], a[1]);
    assertRow(averaged.resources(), 1, b[0], b[1]);
    assertRow(averaged.users(), 0, amy[0] / amyLength, amy[1] / amyLength);
    assertRow(averaged.users(), 1, b[0], b[1]);
  }

  @Test
  void lengthsOfFactorsDoNotMatter() {
    assertThat(
        averaged(new double[] {3, 0, 0, 2}).users(),
        is(averaged(new double[] {1, 0, 0, 7}).users()));
  }

  @Test
  void keepsZerosWhereNoNeighbourPointsAnywhere() {
    assertThat(averaged(new double[4]).users(), is(new double[4]));
  }

  private Neighbourhoods averaged(double[] resources) {
    return Neighbourhoods.of(accesses.likelihoods(), Factors.rounded(2, resources));
  }

  private static void assertRow(double[] factors, int row, double first, double second) {
    assertThat(factors[2 * row], is(closeTo(first, 1e-15)));
    assertThat(factors[2 * row + 1], is(closeTo(second, 1e-15)));
  }
}
