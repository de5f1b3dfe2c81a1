package dev.byoml.transforms.pattern;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {
  @Test
  void matchesAsJavaDoes() {
    assertThat(BoundedPattern.of("(?!start).*").matches("success"), is(true));
    assertThat(BoundedPattern.of("(?!start).*").matches("started"), is(false));
    assertThat(BoundedPattern.of("^([^@]+)@").capture("ana@contoso.example"), is("ana"));
    assertThat(BoundedPattern.of("[0-9]+").capture("share 17 of 20"), is("17"));
    assertThat(BoundedPattern.of("x").capture("abc"), is(nullValue()));
  }

  @Test
  void goesOverALongTextOnce() {
    String text = "a".repeat(1_000_000) + "$";
    assertThat(BoundedPattern.of("[^$]*\\$").matches(text), is(true));
    assertThat(BoundedPattern.of("^([^@]+)@").capture(text), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+b", "([^@]+)@([^@]+)$", ".*a.*a.*a.*b"})
  void givesUpWhatWouldTakeForEver(String expression) {
    BoundedPattern pattern = BoundedPattern.of(expression);
    assertThrows(
        CostlyPatternException.class, () -> pattern.capture("a".repeat(5_000) + "c"), expression);
  }
}
