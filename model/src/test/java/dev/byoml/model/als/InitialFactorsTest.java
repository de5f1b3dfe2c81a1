package dev.byoml.model.als;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.byoml.model.access.Side;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitialFactorsTest {
  private static List<Float> row(long seed, String tenant, Side side, String id) {
    float[] factors = new float[4];
    new InitialFactors(seed, tenant, side, 4).fill(id, factors, 0);
    return IntStream.range(0, 4).mapToObj(k -> factors[k]).toList();
  }

  @Test
  void dependOnSeedTenantSideAndId() {
    Set<List<Float>> rows = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      for (String tenant : List.of("", "a", "b", "ab")) {
        for (Side side : Side.values()) {
          for (String id :
              List.of("", "a", "b", "ab", "ba", "abcde", "abcd\0", "ä", "\ud83d\ude00")) {
            rows.add(row(seed, tenant, side, id));
          }
        }
      }
    }

    assertThat(rows, hasSize(3 * 4 * 2 * 9));
  }

  @Test
  void areTheSameInEveryRun() {
    assertThat(
        row(7, "tenant", Side.USER, "alice"),
        equalTo(List.of(0.027479604f, 0.4542203f, 0.3150331f, 0.41401714f)));
  }

  @Test
  void areWrittenWhereTheyBelong() {
    float[] factors = new float[12];

    new InitialFactors(7, "tenant", Side.USER, 4).fill("alice", factors, 4);

    assertThat(Arrays.copyOfRange(factors, 0, 4), equalTo(new float[4]));
    assertThat(factors[4], equalTo(row(7, "tenant", Side.USER, "alice").get(0)));
    assertThat(Arrays.copyOfRange(factors, 8, 12), equalTo(new float[4]));
  }

  @Test
  void areSpreadEvenlyInRowsOfAboutLengthOne() {
    int rank = 10;
    float[] factors = new float[10_000 * rank];
    InitialFactors initial = new InitialFactors(0, "0", Side.RESOURCE, rank);
    for (int row = 0; row < 10_000; row++) {
      initial.fill("resource" + row, factors, row * rank);
    }

    double squares = 0;
    int[] tenths = new int[10];
    double largest = Math.sqrt(3.0 / rank);
    for (float factor : factors) {
      squares += factor * factor;
      tenths[Math.min(9, (int) (factor / largest * 10))]++;
    }
    assertThat(squares / 10_000, closeTo(1, 0.01));
    for (int count : tenths) {
      assertThat((double) count, closeTo(10_000, 400));
    }
  }
}
