package dev.byoml.transforms.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

class GroupPackedTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void givesEachKeyAllItsValues() {
    PCollection<KV<String, Iterable<Integer>>> grouped =
        pipeline
            .apply(
                Create.of(KV.of("a", 1), KV.of("b", 2), KV.of("a", 3), KV.of("a", 1))
                    .withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(GroupPacked.byKey());
    PAssert.thatMap(grouped)
        .satisfies(
            groups -> {
              assertThat(groups.size(), is(2));
              assertThat(groups.get("a"), containsInAnyOrder(1, 1, 3));
              assertThat(groups.get("b"), containsInAnyOrder(2));
              return null;
            });
    pipeline.run();
  }

  @Test
  void sendsPackedValuesThroughTheShuffle() throws Exception {
    PackedCoder<String> coder = PackedCoder.of(StringUtf8Coder.of());
    Packed<String> sent = CoderUtils.clone(coder, coder.pack("finance"));
    assertThat(coder.unpack(sent), is("finance"));
  }
}
