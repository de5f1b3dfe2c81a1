package dev.byoml.model.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CommunitiesTest {

  @Test
  void numbersTheLargestFirst() {
    // u0-r0; u1-r1, u2-r1; resource 2 is nobody's
    Communities communities =
        Communities.of(
            new CompressedRows(3, new int[] {0, 1, 2, 3}, new int[] {0, 1, 1}, new float[3]));

    assertThat(communities.count(), is(3));
    assertThat(communities.userCommunity(0), is(1));
    assertThat(communities.userCommunity(1), is(0));
    assertThat(communities.userCommunity(2), is(0));
    assertThat(communities.resourceCommunity(0), is(1));
    assertThat(communities.resourceCommunity(1), is(0));
    assertThat(communities.resourceCommunity(2), is(2));
    assertThat(communities.userCount(0), is(2));
    assertThat(communities.resourceCount(0), is(1));
    assertThat(communities.userCount(2), is(0));
  }

  @Property(tries = 300)
  void agreeWithABreadthFirstSearch(
      @ForAll @IntRange(min = 1, max = 30) int users,
      @ForAll @IntRange(min = 1, max = 30) int resources,
      @ForAll @IntRange(min = 0, max = 60) int draws,
      @ForAll long seed) {
    boolean[][] linked = new boolean[users][resources];
    Random random = new Random(seed);
    for (int i = 0; i < draws; i++) {
      linked[random.nextInt(users)][random.nextInt(resources)] = true;
    }

    Communities communities = Communities.of(rows(linked, resources));

    List<List<Integer>> expected = componentsBySearch(linked, resources);
    assertThat(communities.count(), is(expected.size()));
    for (int community = 0; community < expected.size(); community++) {
      for (int member : expected.get(community)) {
        int actual =
            member < users
                ? communities.userCommunity(member)
                : communities.resourceCommunity(member - users);
        assertThat(actual, is(community));
      }
    }
  }

  /** Members of each component ascending, users before resources; the components in their order. */
  private static List<List<Integer>> componentsBySearch(boolean[][] linked, int resources) {
    int users = linked.length;
    boolean[] reached = new boolean[users + resources];
    List<List<Integer>> components = new ArrayList<>();
    for (int start = 0; start < reached.length; start++) {
      if (reached[start]) {
        continue;
      }
      List<Integer> component = new ArrayList<>();
      ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
      reached[start] = true;
      while (!queue.isEmpty()) {
        int member = queue.remove();
        component.add(member);
        for (int other = 0; other < reached.length; other++) {
          boolean link =
              member < users
                  ? other >= users && linked[member][other - users]
                  : other < users && linked[other][member - users];
          if (link && !reached[other]) {
            reached[other] = true;
            queue.add(other);
          }
        }
      }
      component.sort(Comparator.naturalOrder());
      components.add(component);
    }
    components.sort(
        Comparator.<List<Integer>>comparingInt(component -> -component.size())
            .thenComparing(component -> component.get(0)));
    return components;
  }

  private static CompressedRows rows(boolean[][] linked, int resources) {
    int[] offsets = new int[linked.length + 1];
    int[] columns = new int[linked.length * resources];
    int size = 0;
    for (int user = 0; user < linked.length; user++) {
      for (int resource = 0; resource < resources; resource++) {
        if (linked[user][resource]) {
          columns[size++] = resource;
        }
      }
      offsets[user + 1] = size;
    }
    return new CompressedRows(resources, offsets, Arrays.copyOf(columns, size), new float[size]);
  }

  @Test
  void refusesNumbersThatLeaveOneOut() {
    assertThrows(
        IllegalArgumentException.class, () -> new Communities(new int[] {0, 2}, new int[] {0}));
  }

  @Test
  void refusesANegativeNumber() {
    assertThrows(
        IllegalArgumentException.class, () -> new Communities(new int[] {0, -1}, new int[] {0}));
  }
}
