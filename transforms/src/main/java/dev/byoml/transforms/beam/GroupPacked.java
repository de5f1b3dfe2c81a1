package dev.byoml.transforms.beam;

import java.util.Iterator;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Groups by key as {@link GroupByKey} does, for few keys with many large values: values wait in the
 * group as bytes, and each is decoded when the group is gone through, which may be done once.
 *
 * <p>As bytes they take a fraction of the memory. And the DirectRunner, which copies all that waits
 * in a group with each bundle that comes to it, has no more to do than to copy bytes.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class GroupPacked<K, V>
    extends PTransform<PCollection<KV<K, V>>, PCollection<KV<K, Iterable<V>>>> {
  private static final long serialVersionUID = 1L;

  private GroupPacked() {}

  /** The transform, for an input whose coder is a {@link KvCoder}. */
  public static <K, V> GroupPacked<K, V> byKey() {
    return new GroupPacked<>();
  }

  @Override
  public PCollection<KV<K, Iterable<V>>> expand(PCollection<KV<K, V>> input) {
    KvCoder<K, V> coder = (KvCoder<K, V>) input.getCoder();
    PackedCoder<V> values = PackedCoder.of(coder.getValueCoder());
    return input
        .apply("Pack", ParDo.of(new PackFn<>(values)))
        .setCoder(KvCoder.of(coder.getKeyCoder(), values))
        .apply("Group", GroupByKey.create())
        .apply("Unpack", ParDo.of(new UnpackFn<>(values)))
        .setCoder(KvCoder.of(coder.getKeyCoder(), IterableCoder.of(coder.getValueCoder())));
  }

  private static final class PackFn<K, V> extends DoFn<KV<K, V>, KV<K, Packed<V>>> {
    private static final long serialVersionUID = 1L;

    private final PackedCoder<V> coder;

    PackFn(PackedCoder<V> coder) {
      this.coder = coder;
    }

    @ProcessElement
    public void process(@Element KV<K, V> element, OutputReceiver<KV<K, Packed<V>>> receiver) {
      receiver.output(KV.of(element.getKey(), coder.pack(element.getValue())));
    }
  }

  private static final class UnpackFn<K, V>
      extends DoFn<KV<K, Iterable<Packed<V>>>, KV<K, Iterable<V>>> {
    private static final long serialVersionUID = 1L;

    private final PackedCoder<V> coder;

    UnpackFn(PackedCoder<V> coder) {
      this.coder = coder;
    }

    @ProcessElement
    public void process(
        @Element KV<K, Iterable<Packed<V>>> group, OutputReceiver<KV<K, Iterable<V>>> receiver) {
      receiver.output(KV.of(group.getKey(), new Unpacked<>(group.getValue(), coder)));
    }
  }

  /** Values that are decoded one by one. */
  private record Unpacked<V>(Iterable<Packed<V>> packed, PackedCoder<V> coder)
      implements Iterable<V> {
    @Override
    public Iterator<V> iterator() {
      Iterator<Packed<V>> left = packed.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return left.hasNext();
        }

        @Override
        public V next() {
          return coder.unpack(left.next());
        }
      };
    }
  }
}
