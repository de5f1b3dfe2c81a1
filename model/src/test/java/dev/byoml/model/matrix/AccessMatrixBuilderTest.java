package dev.byoml.model.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AccessMatrixBuilderTest {

  @Test
  void numbersUsersAndResourcesInTheOrderOfTheirIds() {
    AccessMatrix matrix =
        new AccessMatrixBuilder("t")
            .add("zoe", "a", 1, 1)
            .add("amy", "c", 2, 2)
            .add("amy", "b", 3, 3)
            .build();

    assertThat(matrix.users(), contains("amy", "zoe"));
    assertThat(matrix.resources(), contains("a", "b", "c"));
    assertThat(matrix.likelihoods().offsets(), is(new int[] {0, 2, 3}));
    assertThat(matrix.likelihoods().columns(), is(new int[] {1, 2, 0}));
    assertThat(matrix.likelihoods().values(), is(new float[] {3, 2, 1}));
    assertThat(matrix.counts(), is(new int[] {3, 2, 1}));
  }

  @Test
  void addsManyAtOnce() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    builder.addAll(
        List.of("zoe", "amy"),
        List.of("a", "c"),
        new long[] {1, 2},
        new double[] {1, 2},
        new int[] {20, 30});
    builder.addAll(List.of("amy"), List.of("b"), new long[] {3}, new double[] {3}, new int[] {10});

    AccessMatrix matrix = builder.build();
    assertThat(matrix.users(), contains("amy", "zoe"));
    assertThat(matrix.resources(), contains("a", "b", "c"));
    assertThat(matrix.likelihoods().columns(), is(new int[] {1, 2, 0}));
    assertThat(matrix.likelihoods().values(), is(new float[] {3, 2, 1}));
    assertThat(matrix.counts(), is(new int[] {3, 2, 1}));
    assertThat(matrix.firstDays(), is(new int[] {10, 30, 20}));
  }

  @Test
  void knowsNoDaysWhereOneIsMissing() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    builder.add("amy", "a", 1, 1, 10).add("amy", "b", 1, 1);
    assertThat(builder.build().firstDays().length, is(0));
  }

  @Test
  void addsNoneOfManyIfOneIsRefused() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.addAll(
                List.of("amy", "zoe"),
                List.of("a", "b"),
                new long[] {1, 0},
                new double[] {1, 1},
                new int[0]));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.addAll(
                List.of("amy"), List.of(), new long[] {1}, new double[] {1}, new int[0]));
    assertThat(builder.accessCount(), is(0));
    assertThat(builder.add("bob", "a", 1, 1).build().users(), contains("bob"));
  }

  @Property(tries = 100)
  void numbersManyIdsAsOneAfterTheOther(
      @ForAll @IntRange(min = 1, max = 5_000) int different,
      @ForAll @IntRange(min = 1, max = 3) int lists,
      @ForAll long seed) {
    Random random = new Random(seed);
    Dictionary atOnce = new Dictionary();
    Dictionary oneByOne = new Dictionary();
    for (int list = 0; list < lists; list++) {
      // "Aa" and "BB" have the same hash code.
      List<String> ids =
          random
              .ints(3_000, 0, different)
              .mapToObj(id -> (id % 2 == 0 ? "Aa" : "BB") + id / 2)
              .toList();
      assertThat(atOnce.numbers(ids), is(ids.stream().mapToInt(oneByOne::number).toArray()));
    }
  }

  @Property(tries = 100)
  void givesWhatASortedMapGivesWhateverTheOrder(
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 40) int resources,
      @ForAll long seed) {
    Random random = new Random(seed);
    TreeMap<String, TreeMap<String, Integer>> expected = new TreeMap<>();
    for (int i = 0; i < users * resources / 2 + 1; i++) {
      expected
          .computeIfAbsent("u" + random.nextInt(users), user -> new TreeMap<>())
          .put("r" + random.nextInt(resources), 1 + random.nextInt(9));
    }
    List<Map.Entry<String, Map.Entry<String, Integer>>> pairs = new ArrayList<>();
    expected.forEach(
        (user, row) -> row.entrySet().forEach(access -> pairs.add(Map.entry(user, access))));
    Collections.shuffle(pairs, random);

    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    pairs.forEach(
        pair ->
            builder.add(
                pair.getKey(),
                pair.getValue().getKey(),
                pair.getValue().getValue(),
                pair.getValue().getValue() / 8.0));
    AccessMatrix matrix = builder.build();

    TreeMap<String, TreeMap<String, Integer>> actual = new TreeMap<>();
    for (int user = 0; user < matrix.users().size(); user++) {
      TreeMap<String, Integer> row = new TreeMap<>();
      CompressedRows rows = matrix.likelihoods();
      for (int position = rows.rowStart(user); position < rows.rowEnd(user); position++) {
        assertThat(rows.value(position), is(matrix.counts()[position] / 8f));
        row.put(matrix.resources().get(rows.column(position)), matrix.counts()[position]);
      }
      actual.put(matrix.users().get(user), row);
    }
    assertThat(actual, is(expected));
  }

  @Test
  void holdsMorePairsThanOneBlock() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (int i = 0; i < 40_000; i++) {
      builder.add("u" + i % 200, "r" + i / 200, i + 1, 1);
    }
    AccessMatrix matrix = builder.build();

    assertThat(matrix.accessCount(), is(40_000));
    int user = matrix.users().indexOf("u137");
    int resource = matrix.resources().indexOf("r150");
    assertThat(
        matrix.counts()[matrix.likelihoods().position(user, resource)], is(150 * 200 + 137 + 1));
  }

  @Test
  void refusesAPairThatIsAddedTwice() {
    AccessMatrixBuilder builder =
        new AccessMatrixBuilder("t")
            .add("amy", "b", 1, 1)
            .add("amy", "c", 1, 1)
            .add("amy", "b", 2, 1);

    Exception refusal = assertThrows(IllegalArgumentException.class, builder::build);
    assertThat(refusal.getMessage(), containsString("user amy to resource b"));
  }

  @Test
  void refusesToBuildAMatrixWithoutAccesses() {
    Exception refusal =
        assertThrows(IllegalStateException.class, new AccessMatrixBuilder("t")::build);
    assertThat(refusal.getMessage(), is("tenant t has no accesses"));
  }

  @Test
  void refusesACountBelow1() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    assertThrows(IllegalArgumentException.class, () -> builder.add("amy", "b", 0, 1));
  }

  @Test
  void refusesALikelihoodThatIsNotPositiveAndFinite() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (double likelihood : new double[] {0, -1, Double.NaN, 1e300, 1e-300}) {
      assertThrows(IllegalArgumentException.class, () -> builder.add("amy", "b", 1, likelihood));
    }
  }

  @Test
  void keepsTheLargestCountThatFitsInPlaceOfALargerOne() {
    AccessMatrix matrix = new AccessMatrixBuilder("t").add("amy", "b", 1L << 40, 1).build();
    assertThat(matrix.counts()[0], is(Integer.MAX_VALUE));
  }
}
