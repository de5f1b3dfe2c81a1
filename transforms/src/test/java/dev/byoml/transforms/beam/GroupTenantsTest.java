package dev.byoml.transforms.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;

class GroupTenantsTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void givesEachTenantAllItsValuesWhetherSmallOrLarge() {
    for (long mostOfSmall : new long[] {0, 2, 10}) {
      TestPipeline tenants = TestPipeline.create().enableAbandonedNodeEnforcement(false);
      PCollection<KV<String, Iterable<Integer>>> grouped =
          group(tenants, mostOfSmall, KV.of("a", 1), KV.of("b", 2), KV.of("a", 3), KV.of("a", 1));
      PAssert.thatMap(grouped)
          .satisfies(
              groups -> {
                assertThat(groups.size(), is(2));
                assertThat(groups.get("a"), containsInAnyOrder(1, 1, 3));
                assertThat(groups.get("b"), containsInAnyOrder(2));
                return null;
              });
      tenants.run();
    }
  }

  @Test
  void givesAllTenantsTheirValuesTogetherInFewGroups() {
    int tenants = 1000;
    List<KV<String, Integer>> values = new ArrayList<>();
    for (int i = 0; i < 2 * tenants; i++) {
      values.add(KV.of("tenant" + i % tenants, i));
    }
    PCollection<KV<String, Iterable<Integer>>> grouped =
        pipeline
            .apply(Create.of(values).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(GroupTenants.together());
    PAssert.thatMap(grouped)
        .satisfies(
            groups -> {
              assertThat(groups.size(), is(tenants));
              assertThat(groups.get("tenant7"), containsInAnyOrder(7, 7 + tenants));
              return null;
            });
    pipeline.run();
  }

  @Test
  void givesNothingOfNoTenants() {
    PAssert.that(group(pipeline, 10)).empty();
    pipeline.run();
  }

  @Test
  void tellsSizesOfLargeTenantsOnly() {
    PCollectionView<TenantSizes> sizes =
        values(pipeline, KV.of("a", 1), KV.of("b", 2), KV.of("a", 3), KV.of("c", 2))
            .apply(TenantSizes.of(value -> value, 2, 3));
    PAssert.thatSingleton(
            pipeline.apply(Create.of(0)).apply(ParDo.of(new ReadFn(sizes)).withSideInputs(sizes)))
        .isEqualTo("3 tenants, small 4, large {a=4}");
    pipeline.run();
  }

  @Test
  void failsWithMoreTenantsThanThereCanBe() {
    values(pipeline, KV.of("a", 1), KV.of("b", 2)).apply(TenantSizes.of(value -> value, 2, 1));
    Exception failure = assertThrows(RuntimeException.class, pipeline::run);
    assertThat(
        failure.getMessage(),
        allOf(containsString("there are more than 1 tenants"), containsString("--maxTenants")));
  }

  @SafeVarargs
  private static PCollection<KV<String, Iterable<Integer>>> group(
      TestPipeline pipeline, long mostOfSmall, KV<String, Integer>... values) {
    PCollection<KV<String, Integer>> input = values(pipeline, values);
    return input.apply(
        GroupTenants.bySizes(
            input.apply("Sizes", TenantSizes.of(value -> 1, mostOfSmall, Integer.MAX_VALUE))));
  }

  @SafeVarargs
  private static PCollection<KV<String, Integer>> values(
      TestPipeline pipeline, KV<String, Integer>... values) {
    return pipeline.apply(
        "Values",
        Create.of(List.of(values)).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));
  }

  private static final class ReadFn extends DoFn<Integer, String> {
    private final PCollectionView<TenantSizes> sizes;

    ReadFn(PCollectionView<TenantSizes> sizes) {
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      TenantSizes found = context.sideInput(sizes);
      context.output(
          "%d tenants, small %d, large %s"
              .formatted(found.tenants(), found.small(), found.large()));
    }
  }

  @Test
  void sendsPackedValuesThroughTheShuffle() throws Exception {
    PackedCoder<String> coder = PackedCoder.of(StringUtf8Coder.of());
    Packed<String> sent = CoderUtils.clone(coder, coder.pack("finance"));
    assertThat(coder.unpack(sent), is("finance"));
  }
}
