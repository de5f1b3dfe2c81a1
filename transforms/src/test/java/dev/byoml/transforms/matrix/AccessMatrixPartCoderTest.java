package dev.byoml.transforms.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

class AccessMatrixPartCoderTest {
  @Test
  void givesBackNamesCountsAndLikelihoods() throws Exception {
    AccessMatrixPart part =
        new AccessMatrixPart(
            List.of("alice", "bob", "alice"),
            List.of("finance", "finance", "public"),
            new long[] {1, 20, Long.MAX_VALUE},
            new double[] {0.5, 2.25, 1e-12},
            new int[] {20_000, 20_001, -1});
    AccessMatrixPart back = CoderUtils.clone(AccessMatrixPartCoder.of(), part);
    assertThat(back.users(), contains("alice", "bob", "alice"));
    assertThat(back.firstDays(), is(new int[] {20_000, 20_001, -1}));
    assertThat(back.resources(), contains("finance", "finance", "public"));
    assertThat(back.counts(), Matchers.is(part.counts()));
    assertThat(back.likelihoods(), Matchers.is(part.likelihoods()));
  }

  @Test
  void writesAnOftenUsedNameOnce() throws Exception {
    int size = 1000;
    String longName = "n".repeat(200);
    AccessMatrixPart part =
        new AccessMatrixPart(
            Collections.nCopies(size, longName),
            Collections.nCopies(size, longName),
            new long[size],
            new double[size],
            new int[0]);
    byte[] bytes = CoderUtils.encodeToByteArray(AccessMatrixPartCoder.of(), part);
    assertThat(bytes.length, lessThan(12 * size));
  }
}
