package dev.byoml.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DeepStackTest {
  private static int depth(int left) {
    return left == 0 ? 0 : 1 + depth(left - 1);
  }

  @Test
  void givesTheResultOfARecursionThatAnOrdinaryStackCannotHold() {
    int tooDeep = 300_000;

    assertThat(DeepStack.call(() -> depth(tooDeep)), equalTo(tooDeep));
  }

  @Test
  void throwsWhatTheCallThrew() {
    IllegalStateException failure = new IllegalStateException("broken");

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                DeepStack.call(
                    () -> {
                      throw failure;
                    }));

    assertThat(thrown, sameInstance(failure));
  }
}
