package dev.byoml.model.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import org.junit.jupiter.api.Test;

class LikelihoodTransformTest {

  @Test
  void linearPutsTheSmallestAt5AndTheLargestAt10() {
    assertThat(ratings(LikelihoodTransform.LINEAR, 1, 2, 5), is(new float[] {5, 6.25f, 10}));
  }

  @Test
  void linearPutsEqualLikelihoodsInTheMiddle() {
    assertThat(ratings(LikelihoodTransform.LINEAR, 3, 3), is(new float[] {7.5f, 7.5f}));
  }

  @Test
  void logarithmicScalesLogarithms() {
    // ln(1 + 0.5) = 0.405465, ln(1 + 2) = 1.098612, ln(1 + 7) = 2.079442
    float[] ratings = ratings(LikelihoodTransform.LOGARITHMIC, 0.5f, 2, 7);
    assertThat(ratings[0], is(5f));
    assertThat(
        (double) ratings[1], closeTo(5 + 5 * (1.098612 - 0.405465) / (2.079442 - 0.405465), 1e-5));
    assertThat(ratings[2], is(10f));
  }

  @Test
  void binaryForgetsTheLikelihood() {
    assertThat(ratings(LikelihoodTransform.BINARY, 0.1f, 900), is(new float[] {1, 1}));
  }

  @Test
  void leavesTheAccessesWhereTheyAre() {
    CompressedRows likelihoods = row(1, 2);
    CompressedRows ratings = LikelihoodTransform.LINEAR.apply(likelihoods);
    assertThat(ratings.columns(), sameInstance(likelihoods.columns()));
    assertThat(ratings.offsets(), sameInstance(likelihoods.offsets()));
    assertThat(likelihoods.values(), is(new float[] {1, 2}));
  }

  private static float[] ratings(LikelihoodTransform transform, float... likelihoods) {
    return transform.apply(row(likelihoods)).values();
  }

  private static CompressedRows row(float... values) {
    int[] columns = new int[values.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    return new CompressedRows(values.length, new int[] {0, values.length}, columns, values);
  }
}
