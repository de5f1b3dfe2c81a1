package dev.byoml.transforms.beam;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Groups by tenant as {@link GroupByKey} groups by key, but tenants go together through the
 * shuffle, all or the small ones: it has few keys however many tenants there are, which the
 * DirectRunner needs, whose cost grows with the square of the number of keys.
 *
 * <p>Values wait in the group as bytes, and each is decoded when the group is gone through, which
 * may be done once. As bytes they take a fraction of the memory; and the DirectRunner, which copies
 * all that waits in a group with each bundle that comes to it, has no more to do than to copy
 * bytes. The tenants of one group are in a worker's memory together.
 *
 * @param <V> the values
 */
public final class GroupTenants<V>
    extends PTransform<PCollection<KV<String, V>>, PCollection<KV<String, Iterable<V>>>> {
  private static final long serialVersionUID = 1L;

  private static final char ALONE = '=';
  private static final char TOGETHER = '#';

  /** Null if all tenants go together. */
  private final PCollectionView<TenantSizes> sizes;

  private GroupTenants(PCollectionView<TenantSizes> sizes) {
    this.sizes = sizes;
  }

  /**
   * The transform, for an input whose coder is a {@link KvCoder}.
   *
   * @param sizes how much there is of each tenant
   */
  public static <V> GroupTenants<V> bySizes(PCollectionView<TenantSizes> sizes) {
    return new GroupTenants<>(requireNonNull(sizes, "sizes"));
  }

  /**
   * The transform for values of which a worker can hold all of a tenant, and a 256th of all; for an
   * input whose coder is a {@link KvCoder}.
   */
  public static <V> GroupTenants<V> together() {
    return new GroupTenants<>(null);
  }

  @Override
  public PCollection<KV<String, Iterable<V>>> expand(PCollection<KV<String, V>> input) {
    KvCoder<String, V> coder = (KvCoder<String, V>) input.getCoder();
    return input
        .apply("Pack", pack(coder))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Unpack", ParDo.of(new UnpackFn<>(coder)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), IterableCoder.of(coder.getValueCoder())));
  }

  private ParDo.SingleOutput<KV<String, V>, KV<String, byte[]>> pack(KvCoder<String, V> coder) {
    ParDo.SingleOutput<KV<String, V>, KV<String, byte[]>> pack =
        ParDo.of(new PackFn<>(sizes, coder));
    return sizes == null ? pack : pack.withSideInputs(sizes);
  }

  private static final class PackFn<V> extends DoFn<KV<String, V>, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private static final int PLACES = 256;
    private static final int FEWEST_GROUPS = 32;
    private static final int MOST_GROUPS = 4096;
    private static final int SIZE_OF_A_GROUP = 50_000;

    private final PCollectionView<TenantSizes> sizes;
    private final PackedCoder<V> alone;
    private final PackedCoder<KV<String, V>> together;

    PackFn(PCollectionView<TenantSizes> sizes, KvCoder<String, V> coder) {
      this.sizes = sizes;
      this.alone = PackedCoder.of(coder.getValueCoder());
      this.together = PackedCoder.of(coder);
    }

    @ProcessElement
    public void process(ProcessContext context) {
      TenantSizes known = sizes == null ? null : context.sideInput(sizes);
      String tenant = context.element().getKey();
      if (known != null && !known.isSmall(tenant)) {
        context.output(KV.of(ALONE + tenant, alone.pack(context.element().getValue()).bytes()));
      } else {
        int groups = known == null ? PLACES : groupsOfSmall(known);
        String group = TOGETHER + Integer.toString(TenantSizes.placeOf(tenant, groups));
        context.output(KV.of(group, together.pack(context.element()).bytes()));
      }
    }

    private static int groupsOfSmall(TenantSizes known) {
      return (int) Math.max(FEWEST_GROUPS, Math.min(MOST_GROUPS, known.small() / SIZE_OF_A_GROUP));
    }
  }

  private static final class UnpackFn<V>
      extends DoFn<KV<String, Iterable<byte[]>>, KV<String, Iterable<V>>> {
    private static final long serialVersionUID = 1L;

    private final PackedCoder<V> alone;
    private final PackedCoder<KV<String, V>> together;

    UnpackFn(KvCoder<String, V> coder) {
      this.alone = PackedCoder.of(coder.getValueCoder());
      this.together = PackedCoder.of(coder);
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<byte[]>> group,
        OutputReceiver<KV<String, Iterable<V>>> receiver) {
      if (group.getKey().charAt(0) == ALONE) {
        Iterable<byte[]> packed = group.getValue();
        receiver.output(KV.of(group.getKey().substring(1), new Unpacked<>(packed, alone)));
        return;
      }
      Map<String, List<V>> tenants = new TreeMap<>();
      for (byte[] packed : group.getValue()) {
        KV<String, V> value = together.unpack(new Packed<>(packed));
        tenants.computeIfAbsent(value.getKey(), t -> new ArrayList<>(1)).add(value.getValue());
      }
      while (!tenants.isEmpty()) {
        String tenant = tenants.keySet().iterator().next();
        receiver.output(KV.of(tenant, tenants.remove(tenant)));
      }
    }
  }

  /** Values that are decoded one by one. */
  private record Unpacked<V>(Iterable<byte[]> packed, PackedCoder<V> coder) implements Iterable<V> {
    @Override
    public Iterator<V> iterator() {
      Iterator<byte[]> left = packed.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return left.hasNext();
        }

        @Override
        public V next() {
          return coder.unpack(new Packed<>(left.next()));
        }
      };
    }
  }
}
