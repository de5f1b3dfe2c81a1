package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class LineCountsTest {
  private static final LineCounts SOME =
      new LineCounts(
          144,
          counts(Map.of("otherEvent", 940L, "blankLine", 9L)),
          counts(Map.of("InvalidJson", 7L)));

  @Test
  void saysHowTheNumbersAddUp() {
    assertThat(
        SOME.toString(),
        is(
            "read 1100 = used 144 + filtered 949 (blankLine 9, otherEvent 940) + rejected 7 (InvalidJson 7)"));
    assertThat(LineCounts.NONE.toString(), is("read 0 = used 0 + filtered 0 + rejected 0"));
  }

  @Test
  void movesDuplicatesFromUsedToFiltered() {
    LineCounts moved = SOME.withDuplicates(4);
    assertThat(moved.used(), is(140L));
    assertThat(moved.filteredByReason().get("duplicate"), is(4L));
    assertThat(moved.read(), is(SOME.read()));
  }

  @Test
  void rejectsMoreDuplicatesThanWereUsed() {
    assertThrows(IllegalArgumentException.class, () -> SOME.withDuplicates(145));
    assertThrows(IllegalArgumentException.class, () -> SOME.withDuplicates(-1));
  }

  @Test
  void rejectsANegativeNumber() {
    assertThrows(
        IllegalArgumentException.class, () -> new LineCounts(-1, new TreeMap<>(), new TreeMap<>()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LineCounts(0, counts(Map.of("blankLine", -1L)), new TreeMap<>()));
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeFrom() {
    SortedMap<String, Long> filtered = counts(Map.of("blankLine", 1L));
    LineCounts counts = new LineCounts(0, filtered, new TreeMap<>());
    filtered.put("blankLine", 2L);
    assertThat(counts.filtered(), is(1L));
  }

  @Property
  void alwaysAddUp(@ForAll("lineCounts") LineCounts one, @ForAll("lineCounts") LineCounts other) {
    LineCounts sum = one.plus(other);
    assertThat(sum.read(), is(one.read() + other.read()));
    assertThat(sum.read(), is(sum.used() + sum.filtered() + sum.rejected()));
  }

  @Property
  void addUpInAnyOrder(
      @ForAll("lineCounts") LineCounts a,
      @ForAll("lineCounts") LineCounts b,
      @ForAll("lineCounts") LineCounts c) {
    assertThat(a.plus(b).plus(c), is(c.plus(a.plus(b))));
    assertThat(a.plus(LineCounts.NONE), is(a));
  }

  @Property
  void surviveTheirCoder(@ForAll("lineCounts") LineCounts counts) throws CoderException {
    assertThat(CoderUtils.clone(LineCounts.CODER, counts), is(counts));
  }

  @Provide
  Arbitrary<LineCounts> lineCounts() {
    Arbitrary<Long> numbers = Arbitraries.longs().between(0, 1L << 40);
    Arbitrary<SortedMap<String, Long>> reasons =
        Arbitraries.maps(Arbitraries.of("blankLine", "otherEvent", "InvalidJson", "é"), numbers)
            .map(LineCountsTest::counts);
    return Combinators.combine(numbers, reasons, reasons).as(LineCounts::new);
  }

  private static SortedMap<String, Long> counts(Map<String, Long> counts) {
    return new TreeMap<>(counts);
  }
}
