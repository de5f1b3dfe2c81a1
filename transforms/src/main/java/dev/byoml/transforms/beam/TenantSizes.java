package dev.byoml.transforms.beam;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * How much there is of each tenant, known before tenants are gathered. Only the larger ones are
 * listed one by one, so that it stays small however many tenants there are.
 *
 * @param tenants number of tenants
 * @param small how much the small ones have together
 * @param large how much each of the others has
 */
public record TenantSizes(long tenants, long small, SortedMap<String, Long> large) {
  /** The most that small tenants have. */
  public static final long MOST_OF_SMALL = 10_000;

  private static final Coder<TenantSizes> CODER =
      RecordCoder.of(
          TenantSizes.class,
          VarLongCoder.of(),
          VarLongCoder.of(),
          SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  /** Checks that nothing is missing. */
  public TenantSizes {
    requireNonNull(large, "large");
  }

  /** Whether a tenant has no more than small ones have. */
  public boolean isSmall(String tenant) {
    return !large.containsKey(tenant);
  }

  /** How much a tenant has that is not small. */
  public long ofLarge(String tenant) {
    return large.get(tenant);
  }

  /**
   * Adds up the sizes of each tenant's values.
   *
   * @param size how much a value is
   * @param mostOfSmall a tenant with more is not small; {@value #MOST_OF_SMALL} if this is more
   * @param mostTenants where there are more tenants, the run fails
   * @param <V> the values, keyed by tenant
   */
  public static <V> PTransform<PCollection<KV<String, V>>, PCollectionView<TenantSizes>> of(
      SerializableFunction<V, Integer> size, long mostOfSmall, int mostTenants) {
    return new Measure<>(size, Math.min(MOST_OF_SMALL, mostOfSmall), mostTenants);
  }

  /** Which of several places a tenant goes to, by a hash of its id. */
  static int placeOf(String tenant, int places) {
    return (tenant.hashCode() * 0x9E3779B9 >>> 1) % places;
  }

  private static final class SumFn
      implements SerializableFunction<Iterable<TenantSizes>, TenantSizes> {
    private static final long serialVersionUID = 1L;

    private final int mostTenants;

    SumFn(int mostTenants) {
      this.mostTenants = mostTenants;
    }

    @Override
    public TenantSizes apply(Iterable<TenantSizes> parts) {
      long tenants = 0;
      long small = 0;
      SortedMap<String, Long> large = new TreeMap<>();
      for (TenantSizes part : parts) {
        tenants += part.tenants();
        small += part.small();
        large.putAll(part.large());
      }
      if (tenants > mostTenants) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "there are more than %,d tenants, most likely because the template takes something"
                    + " else for the tenant: see its tenant field, or raise --maxTenants",
                mostTenants));
      }
      return new TenantSizes(tenants, small, large);
    }
  }

  private static final class Measure<V>
      extends PTransform<PCollection<KV<String, V>>, PCollectionView<TenantSizes>> {
    private static final long serialVersionUID = 1L;

    private final SerializableFunction<V, Integer> size;
    private final long mostOfSmall;
    private final int mostTenants;

    Measure(SerializableFunction<V, Integer> size, long mostOfSmall, int mostTenants) {
      this.size = requireNonNull(size, "size");
      this.mostOfSmall = mostOfSmall;
      this.mostTenants = mostTenants;
    }

    @Override
    public PCollectionView<TenantSizes> expand(PCollection<KV<String, V>> values) {
      return values
          .apply("Add up within bundles", ParDo.of(new AddUpFn<>(size)))
          .setCoder(
              KvCoder.of(VarIntCoder.of(), MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
          .apply("Group by place", GroupByKey.create())
          .apply("Add up bundles", ParDo.of(new MergeFn(mostOfSmall)))
          .setCoder(CODER)
          .apply("Add up places", Combine.globally(new SumFn(mostTenants)).asSingletonView());
    }
  }

  private static final class AddUpFn<V>
      extends DoFn<KV<String, V>, KV<Integer, Map<String, Long>>> {
    private static final long serialVersionUID = 1L;

    private static final int PLACES = 16;

    private final SerializableFunction<V, Integer> size;
    private transient Map<Integer, Map<String, Long>> sums;

    AddUpFn(SerializableFunction<V, Integer> size) {
      this.size = size;
    }

    @StartBundle
    public void startBundle() {
      sums = new TreeMap<>();
    }

    @ProcessElement
    public void process(@Element KV<String, V> value) {
      sums.computeIfAbsent(placeOf(value.getKey(), PLACES), place -> new HashMap<>())
          .merge(value.getKey(), (long) size.apply(value.getValue()), Long::sum);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      sums.forEach(
          (place, tenants) ->
              context.output(
                  KV.of(place, tenants),
                  GlobalWindow.INSTANCE.maxTimestamp(),
                  GlobalWindow.INSTANCE));
    }
  }

  private static final class MergeFn
      extends DoFn<KV<Integer, Iterable<Map<String, Long>>>, TenantSizes> {
    private static final long serialVersionUID = 1L;

    private final long mostOfSmall;

    MergeFn(long mostOfSmall) {
      this.mostOfSmall = mostOfSmall;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Map<String, Long>>> bundles,
        OutputReceiver<TenantSizes> receiver) {
      Map<String, Long> sums = new HashMap<>();
      for (Map<String, Long> bundle : bundles.getValue()) {
        bundle.forEach((tenant, size) -> sums.merge(tenant, size, Long::sum));
      }
      long small = 0;
      SortedMap<String, Long> large = new TreeMap<>();
      for (Map.Entry<String, Long> tenant : sums.entrySet()) {
        if (tenant.getValue() <= mostOfSmall) {
          small += tenant.getValue();
        } else {
          large.put(tenant.getKey(), tenant.getValue());
        }
      }
      receiver.output(new TenantSizes(sums.size(), small, large));
    }
  }
}
