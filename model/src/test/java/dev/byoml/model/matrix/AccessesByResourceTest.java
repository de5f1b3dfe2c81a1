package dev.byoml.model.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class AccessesByResourceTest {
  private final AccessMatrix matrix =
      new AccessMatrixBuilder("t")
          .add("amy", "a", 1, 1)
          .add("amy", "b", 2, 1)
          .add("bob", "b", 3, 1)
          .add("cid", "a", 4, 1)
          .build();
  private final AccessesByResource accesses = AccessesByResource.of(matrix.likelihoods());

  @Test
  void listsTheUsersOfAResourceAscending() {
    assertThat(accesses.userCount(0), is(2));
    assertThat(accesses.user(0, 0), is(0));
    assertThat(accesses.user(0, 1), is(2));
    assertThat(accesses.userCount(1), is(2));
    assertThat(accesses.user(1, 0), is(0));
    assertThat(accesses.user(1, 1), is(1));
  }

  @Test
  void pointsToTheAccessInTheMatrix() {
    assertThat(matrix.counts()[accesses.position(0, 1)], is(4));
    assertThat(matrix.counts()[accesses.position(1, 1)], is(3));
  }
}
