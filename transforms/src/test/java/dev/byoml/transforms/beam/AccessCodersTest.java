package dev.byoml.transforms.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.beam.sdk.coders.Coder.NonDeterministicException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class AccessCodersTest {
  @Property
  void giveBackAnEvent(
      @ForAll @AlphaChars @NotEmpty String user,
      @ForAll @LongRange(min = -62_000_000_000L, max = 62_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos,
      @ForAll @LongRange(min = 1) long count)
      throws Exception {
    AccessEvent event =
        new AccessEvent(
            new AccessKey("t", user, "\\\\fs01\\é"),
            Instant.ofEpochSecond(seconds, nanos),
            count,
            new AccessEntities(user, "d", "S-1", "h", "x.y", "::1"),
            "item");
    assertThat(CoderUtils.clone(AccessCoders.EVENT, event), is(event));
    AccessTotals totals = AccessTotals.of(event);
    assertThat(CoderUtils.clone(AccessCoders.TOTALS, totals), is(totals));
  }

  @Test
  void giveEqualKeysEqualBytes() throws NonDeterministicException {
    AccessCoders.KEY.verifyDeterministic();
  }
}
