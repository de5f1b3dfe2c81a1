package dev.byoml.model.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DictionaryTest {

  @Test
  void numbersIdsAsTheyArriveAndKnowsThemAgain() {
    Dictionary dictionary = new Dictionary();
    assertThat(dictionary.number("b"), is(0));
    assertThat(dictionary.number("a"), is(1));
    assertThat(dictionary.number(new String("b")), is(0));
    assertThat(dictionary.size(), is(2));
    assertThat(dictionary.sortedIds(), contains("a", "b"));
    assertThat(dictionary.positions(List.of("a", "b")), is(new int[] {1, 0}));
  }

  @Test
  void tellsApartIdsOfTheSameHashCode() {
    assertThat("AaBB".hashCode(), is("BBAa".hashCode()));
    Dictionary dictionary = new Dictionary();
    assertThat(dictionary.number("AaBB"), is(0));
    assertThat(dictionary.number("BBAa"), is(1));
    assertThat(dictionary.number("AaAa"), is(2));
    assertThat(dictionary.number("BBAa"), is(1));
  }

  @Property(tries = 20)
  void agreesWithAHashMap(
      @ForAll @IntRange(min = 1, max = 20_000) int distinct, @ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Integer> expected = new HashMap<>();
    Dictionary dictionary = new Dictionary();
    for (int i = 0; i < 2 * distinct; i++) {
      String id = "id" + random.nextInt(distinct);
      int number = expected.computeIfAbsent(id, unused -> expected.size());
      assertThat(dictionary.number(id), is(number));
    }
    assertThat(dictionary.size(), is(expected.size()));
  }

  @Test
  void refusesNoId() {
    assertThrows(NullPointerException.class, () -> new Dictionary().number(null));
  }
}
