package dev.byoml.transforms.matrix;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.access.Likelihood;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.AccessTable;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * unique in (tenant, user, resource), one by one or {@linkplain #ofPacked many in one element}.
 *
 * <p>The result is each tenant's entries in packets of some thousand: small enough to be moved
 * between workers, large enough that moving them costs little.
 */
public final class BuildAccessMatrix
    extends PTransform<
        PCollection<KV<AccessKey, AccessSummary>>, PCollection<KV<String, AccessMatrixPart>>> {
  private static final KvCoder<String, AccessMatrixPart> CODER =
      KvCoder.of(StringUtf8Coder.of(), AccessMatrixPartCoder.of());

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

  /**
   * Makes the same of accesses as {@link dev.byoml.transforms.access.SummarizeAccesses#PACKED} has
   * them, each in one element only: an element for each access costs an engine more than the matrix
   * does.
   */
  public PTransform<PCollection<Packed<SummaryPart>>, PCollection<KV<String, AccessMatrixPart>>>
      ofPacked() {
    return new OfPacked(weights);
  }

  @Override
  public PCollection<KV<String, AccessMatrixPart>> expand(
      PCollection<KV<AccessKey, AccessSummary>> summaries) {
    return summaries.apply("Pack by tenant", ParDo.of(new PackFn(weights))).setCoder(CODER);
  }

  private static final class OfPacked
      extends PTransform<
          PCollection<Packed<SummaryPart>>, PCollection<KV<String, AccessMatrixPart>>> {
    private static final long serialVersionUID = 1L;

    private final Enrichment weights;

    OfPacked(Enrichment weights) {
      this.weights = weights;
    }

    @Override
    public PCollection<KV<String, AccessMatrixPart>> expand(
        PCollection<Packed<SummaryPart>> parts) {
      return parts.apply("Unpack by tenant", ParDo.of(new UnpackFn(weights))).setCoder(CODER);
    }
  }

  /** Gathers accesses by tenant, and puts out what is many. */
  private static final class Packets {
    private static final int ENTRIES_OF_A_PART = 8192;

    private final Enrichment weights;
    private final Map<String, Packet> packets = new TreeMap<>();

    Packets(Enrichment weights) {
      this.weights = weights;
    }

    void add(
        AccessKey access, AccessTotals totals, Consumer<KV<String, AccessMatrixPart>> receiver) {
      String tenant = access.tenant();
      Packet packet = packets.computeIfAbsent(tenant, t -> new Packet());
      packet.add(access, totals, weights.weight(tenant, access.user(), access.resource()));
      if (packet.size() == ENTRIES_OF_A_PART) {
        receiver.accept(KV.of(tenant, packet.toPart()));
        packets.remove(tenant);
      }
    }

    void finish(Consumer<KV<String, AccessMatrixPart>> receiver) {
      packets.forEach((tenant, packet) -> receiver.accept(KV.of(tenant, packet.toPart())));
    }
  }

  private static final class UnpackFn
      extends DoFn<Packed<SummaryPart>, KV<String, AccessMatrixPart>> {
    private static final long serialVersionUID = 1L;

    private final Enrichment weights;

    UnpackFn(Enrichment weights) {
      this.weights = weights;
    }

    @ProcessElement
    public void process(
        @Element Packed<SummaryPart> packed,
        OutputReceiver<KV<String, AccessMatrixPart>> receiver) {
      Packets packets = new Packets(weights);
      AccessTable accesses = new AccessTable();
      SummaryPart.added(packed, window -> accesses);
      for (int access = 0; access < accesses.size(); access++) {
        packets.add(accesses.key(access), accesses.totals(access), receiver::output);
      }
      packets.finish(receiver::output);
    }
  }

  private static final class PackFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<String, AccessMatrixPart>> {
    private final Enrichment weights;
    private transient Packets packets;

    PackFn(Enrichment weights) {
      this.weights = weights;
    }

    @StartBundle
    public void startBundle() {
      packets = new Packets(weights);
    }

    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary,
        OutputReceiver<KV<String, AccessMatrixPart>> receiver) {
      packets.add(summary.getKey(), summary.getValue().totals(), receiver::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      packets.finish(
          part ->
              context.output(part, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }

  private static final class Packet {
    private final List<String> users = new ArrayList<>();
    private final List<String> resources = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final List<Double> likelihoods = new ArrayList<>();
    private final List<Integer> firstDays = new ArrayList<>();

    void add(AccessKey key, AccessTotals totals, double weight) {
      users.add(key.user());
      resources.add(key.resource());
      counts.add(totals.count());
      likelihoods.add(weight * Likelihood.of(totals));
      firstDays.add(DailyCounts.dayOf(totals.first()));
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
