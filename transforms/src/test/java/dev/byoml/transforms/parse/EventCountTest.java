package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCountTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "' 12 ', 12", "+3, 3", "4.0, 4", "4., 4", "007, 7"})
  void readsAWholeNumber(String text, long count) {
    assertThat(EventCount.parse(text), is(count));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0.0", "-1", "1.5", "1e3", "1,000", "one", "NaN", "1000000000000000000"})
  void takesAnythingElseForNone(String text) {
    assertThat(EventCount.parse(text), is(0L));
  }

  @Property
  void readsEveryCount(@ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long count) {
    assertThat(EventCount.parse(Long.toString(count)), is(count));
  }
}
