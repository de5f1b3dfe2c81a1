package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.memory.TestRatings;
import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ComplementSamplerTest {
  private static final AlsParameters PARAMETERS =
      AlsParameters.CLASSIC.withImplicit(false).withComplementRating(1);

  private static CompressedRows sample(CompressedRows observed, AlsParameters parameters) {
    return new ComplementSampler("tenant", parameters).addTo(observed);
  }

  @Property(tries = 200)
  void keepsWhatWasObservedAndAddsDistinctPairsOfTheLowRating(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int users,
      @ForAll @IntRange(min = 1, max = 50) int resources,
      @ForAll @DoubleRange(min = 0, max = 1) double density,
      @ForAll @DoubleRange(min = 0, max = 10) double factor) {
    CompressedRows observed = TestRatings.random(seed, users, resources, density);

    CompressedRows all = sample(observed, PARAMETERS.withComplementFactor(factor));

    int found = 0;
    for (int user = 0; user < users; user++) {
      int last = -1;
      for (int position = all.rowStart(user); position < all.rowEnd(user); position++) {
        int resource = all.column(position);
        int original = observed.position(user, resource);
        assertThat(resource > last && resource < resources, equalTo(true));
        assertThat(all.value(position), equalTo(original < 0 ? 1 : observed.value(original)));
        found += original < 0 ? 0 : 1;
        last = resource;
      }
    }
    assertThat(found, equalTo(observed.valueCount()));
  }

  @Test
  void addsAsManyPairsAsTheFactorSays() {
    CompressedRows observed = TestRatings.random(1, 2000, 300, 0.01);

    CompressedRows all = sample(observed, PARAMETERS.withComplementFactor(2.5));

    double added = all.valueCount() - observed.valueCount();
    assertThat(added / observed.valueCount(), closeTo(2.5, 0.03));
  }

  @Test
  void drawsColumnsWithoutPreference() {
    CompressedRows observed = new CompressedRows(10, new int[20_001], new int[0], new float[0]);
    CompressedRows one = sample(withOneRatingEach(observed.rowCount()), PARAMETERS);

    int[] counts = new int[10];
    for (int column : one.columns()) {
      counts[column]++;
    }
    for (int column = 1; column < 10; column++) {
      assertThat((double) counts[column], closeTo(2 * 20_000 / 9.0, 300));
    }
  }

  private static CompressedRows withOneRatingEach(int rows) {
    int[] offsets = new int[rows + 1];
    Arrays.setAll(offsets, row -> row);
    float[] values = new float[rows];
    Arrays.fill(values, 10);
    return new CompressedRows(10, offsets, new int[rows], values);
  }

  @Test
  void takesAllPairsOfADenseMatrix() {
    CompressedRows observed = TestRatings.random(1, 20, 30, 0.9);

    CompressedRows all = sample(observed, PARAMETERS.withComplementFactor(5));

    assertThat(all.valueCount(), equalTo(20 * 30));
  }

  @Test
  void addsNothingWithAFactorOfZero() {
    CompressedRows observed = TestRatings.random(1, 20, 30, 0.2);

    CompressedRows all = sample(observed, PARAMETERS.withComplementFactor(0));

    assertThat(all.columns(), equalTo(observed.columns()));
  }

  @Test
  void drawsOtherPairsForAnotherSeedOrTenant() {
    CompressedRows observed = TestRatings.random(1, 50, 200, 0.05);
    int[] columns = sample(observed, PARAMETERS).columns();

    assertThat(sample(observed, PARAMETERS).columns(), equalTo(columns));
    assertThat(sample(observed, PARAMETERS.withSeed(1)).columns(), not(equalTo(columns)));
    assertThat(
        new ComplementSampler("other", PARAMETERS).addTo(observed).columns(),
        not(equalTo(columns)));
  }

  @Test
  void rejectsAFactorThatMakesTooManyRatings() {
    CompressedRows observed = withColumns(1 << 20, 1 << 20);

    assertThrows(
        IllegalArgumentException.class,
        () -> sample(observed, PARAMETERS.withComplementFactor(1e9)));
  }

  /** One rating in each of many rows of many columns. */
  private static CompressedRows withColumns(int rows, int columns) {
    int[] offsets = new int[rows + 1];
    Arrays.setAll(offsets, row -> row);
    return new CompressedRows(columns, offsets, new int[rows], new float[rows]);
  }
}
