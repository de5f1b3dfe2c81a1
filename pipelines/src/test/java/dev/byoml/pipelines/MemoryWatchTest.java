package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private final MemoryWatch watch = new MemoryWatch();

  @Test
  void endsARunThatOnlyCollectsAndFindsNothing() {
    boolean exhausted = false;
    for (int second = 0; second <= 10; second++) {
      exhausted = watch.isExhausted(seconds(second), 950L * second, 0.99);
    }
    assertThat(exhausted, is(true));
  }

  @Test
  void leavesARunThatCollectsMuchAndWorksBeside() {
    for (int second = 0; second <= 60; second++) {
      assertThat(watch.isExhausted(seconds(second), 700L * second, 0.99), is(false));
    }
  }

  @Test
  void leavesARunWhoseCollectionsFindMemory() {
    for (int second = 0; second <= 60; second++) {
      double used = second % 5 == 0 ? 0.5 : 0.99;
      assertThat(watch.isExhausted(seconds(second), 990L * second, used), is(false));
    }
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
