package dev.byoml.model.als.memory;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void doEachPieceOnce(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(1000);
    try (Workers workers = new Workers(threads)) {
      workers.run(
          1000,
          (worker, piece) -> {
            assertThat(worker, lessThan(threads));
            done.incrementAndGet(piece);
          });
    }

    for (int piece = 0; piece < 1000; piece++) {
      assertThat(done.get(piece), equalTo(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void failWhenAPieceFails(int threads) {
    try (Workers workers = new Workers(threads)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              workers.run(
                  100,
                  (worker, piece) -> {
                    if (piece == 50) {
                      throw new IllegalStateException("piece 50");
                    }
                  }));
    }
  }

  @Test
  void goOnAfterAFailure() {
    AtomicIntegerArray done = new AtomicIntegerArray(10);
    try (Workers workers = new Workers(2)) {
      assertThrows(
          ArithmeticException.class,
          () -> workers.run(1, (worker, piece) -> Math.floorDiv(1, piece)));
      workers.run(10, (worker, piece) -> done.incrementAndGet(piece));
    }

    assertThat(done.get(9), equalTo(1));
  }
}
