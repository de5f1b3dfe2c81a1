package dev.byoml.transforms.matrix;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.access.Likelihood;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.transforms.access.AccessSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the user × resource matrix of each tenant, weighted by likelihood, from summaries that are
 * unique in (tenant, user, resource).
 *
 * <p>The result is each tenant's entries in packets of some thousand: small enough to be moved
 * between workers, large enough that moving them costs little.
 */
public final class BuildAccessMatrix
    extends PTransform<
        PCollection<KV<AccessKey, AccessSummary>>, PCollection<KV<String, AccessMatrixPart>>> {
  private final Enrichment weights;

  private BuildAccessMatrix(Enrichment weights) {
    this.weights = requireNonNull(weights, "weights");
  }

  /** The transform. */
  public static BuildAccessMatrix create() {
    return new BuildAccessMatrix(Enrichment.NONE);
  }

  /** Multiplies each likelihood by the {@linkplain Enrichment#weight weight} of its access. */
  public BuildAccessMatrix weightedBy(Enrichment weights) {
    return new BuildAccessMatrix(weights);
  }

  @Override
  public PCollection<KV<String, AccessMatrixPart>> expand(
      PCollection<KV<AccessKey, AccessSummary>> summaries) {
    return summaries
        .apply("Pack by tenant", ParDo.of(new PackFn(weights)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AccessMatrixPartCoder.of()));
  }

  private static final class PackFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<String, AccessMatrixPart>> {
    private static final int ENTRIES_OF_A_PART = 8192;

    private final Enrichment weights;
    private transient Map<String, Packet> packets;

    PackFn(Enrichment weights) {
      this.weights = weights;
    }

    @StartBundle
    public void startBundle() {
      packets = new TreeMap<>();
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary,
        OutputReceiver<KV<String, AccessMatrixPart>> receiver) {
      String tenant = summary.getKey().tenant();
      Packet packet = packets.computeIfAbsent(tenant, t -> new Packet());
      packet.add(summary.getKey(), summary.getValue(), weight(summary.getKey()));
      if (packet.size() == ENTRIES_OF_A_PART) {
        receiver.output(KV.of(tenant, packet.toPart()));
        packets.remove(tenant);
      }
    }

    private double weight(AccessKey access) {
      return weights.weight(access.tenant(), access.user(), access.resource());
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      packets.forEach(
          (tenant, packet) ->
              context.output(
                  KV.of(tenant, packet.toPart()),
                  GlobalWindow.INSTANCE.maxTimestamp(),
                  GlobalWindow.INSTANCE));
    }
  }

  private static final class Packet {
    private final List<String> users = new ArrayList<>();
    private final List<String> resources = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final List<Double> likelihoods = new ArrayList<>();
    private final List<Integer> firstDays = new ArrayList<>();

    void add(AccessKey key, AccessSummary summary, double weight) {
      users.add(key.user());
      resources.add(key.resource());
      counts.add(summary.totals().count());
      likelihoods.add(weight * Likelihood.of(summary.totals()));
      firstDays.add(DailyCounts.dayOf(summary.totals().first()));
    }

    int size() {
      return users.size();
    }

    AccessMatrixPart toPart() {
      return new AccessMatrixPart(
          users,
          resources,
          counts.stream().mapToLong(Long::longValue).toArray(),
          likelihoods.stream().mapToDouble(Double::doubleValue).toArray(),
          firstDays.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
