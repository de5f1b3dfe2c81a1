package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.FactorizedTenant;
import dev.byoml.transforms.matrix.MeasureTenants;
import dev.byoml.transforms.matrix.TenantExtent;
import dev.byoml.transforms.matrix.WorkerCapacity;
import dev.byoml.transforms.train.block.FactorizeInBlocks;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Factorizes each tenant's access matrix by alternating least squares.
 *
 * <p>There are two ways to do it, which give the same bits. <em>In memory</em>, a tenant's matrix
 * is gathered on one worker and solved there with all its cores. <em>Blocked</em>, it is cut into
 * blocks of users and of resources, which stay where they are while the factors go to and fro; that
 * spreads one large tenant over workers, and costs some overhead in each iteration.
 */
public final class FactorizeByAls
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<FactorizedTenant>> {
  private final TrainingParameters parameters;
  private final FactorizationMethod method;
  private final int blocks;
  private final long mostAccessesInMemory;

  private FactorizeByAls(
      TrainingParameters parameters,
      FactorizationMethod method,
      int blocks,
      long mostAccessesInMemory) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.method = requireNonNull(method, "method");
    this.blocks = blocks;
    this.mostAccessesInMemory = mostAccessesInMemory;
  }

  /** Factorizes with these parameters, in memory. */
  public static FactorizeByAls with(TrainingParameters parameters) {
    return new FactorizeByAls(parameters, FactorizationMethod.IN_MEMORY, 0, 0);
  }

  /** Factorizes by this method. */
  public FactorizeByAls by(FactorizationMethod method) {
    return new FactorizeByAls(parameters, method, blocks, mostAccessesInMemory);
  }

  /**
   * Cuts each side of a tenant into so many blocks, or into fewer if it has few rows. Otherwise the
   * number follows from the number of accesses.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public FactorizeByAls inBlocks(int blocks) {
    if (blocks < 1) {
      throw new IllegalArgumentException("blocks must be at least 1, got " + blocks);
    }
    return new FactorizeByAls(parameters, method, blocks, mostAccessesInMemory);
  }

  /**
   * States how many accesses of one tenant a worker factorizes in memory. Otherwise the number
   * follows from the worker's heap.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public FactorizeByAls holdingInMemory(long accesses) {
    if (accesses < 1) {
      throw new IllegalArgumentException("accesses must be at least 1, got " + accesses);
    }
    return new FactorizeByAls(parameters, method, blocks, accesses);
  }

  /** How this factorization is done. */
  public FactorizationMethod method() {
    return method;
  }

  /**
   * The most accesses of a tenant that are factorized in memory: as stated, or else what a worker
   * with the heap of this Java machine holds.
   */
  public long mostAccessesInMemory() {
    return WorkerCapacity.ofThisWorker(mostAccessesInMemory);
  }

  @Override
  public PCollection<FactorizedTenant> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    if (method == FactorizationMethod.IN_MEMORY) {
      return parts.apply("In memory", new FactorizeInMemory(parameters, mostAccessesInMemory));
    }
    PCollectionView<Map<String, TenantExtent>> extents =
        parts.apply("Measure", new MeasureTenants());
    if (method == FactorizationMethod.BLOCKED) {
      return parts.apply("In blocks", new FactorizeInBlocks(parameters, extents, blocks));
    }
    PCollectionTuple routed =
        parts.apply(
            "Route by size",
            ParDo.of(new RouteFn(extents, mostAccessesInMemory))
                .withSideInputs(extents)
                .withOutputTags(RouteFn.IN_MEMORY, TupleTagList.of(RouteFn.BLOCKED)));
    routed.get(RouteFn.IN_MEMORY).setCoder(parts.getCoder());
    routed.get(RouteFn.BLOCKED).setCoder(parts.getCoder());
    return PCollectionList.of(
            routed
                .get(RouteFn.IN_MEMORY)
                .apply("In memory", new FactorizeInMemory(parameters, mostAccessesInMemory)))
        .and(
            routed
                .get(RouteFn.BLOCKED)
                .apply("In blocks", new FactorizeInBlocks(parameters, extents, blocks)))
        .apply("All tenants", Flatten.pCollections());
  }

  private static final class RouteFn
      extends DoFn<KV<String, AccessMatrixPart>, KV<String, AccessMatrixPart>> {
    static final TupleTag<KV<String, AccessMatrixPart>> IN_MEMORY = new TupleTag<>("inMemory") {};
    static final TupleTag<KV<String, AccessMatrixPart>> BLOCKED = new TupleTag<>("blocked") {};

    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final long mostAccessesInMemory;

    RouteFn(PCollectionView<Map<String, TenantExtent>> extents, long mostAccessesInMemory) {
      this.extents = extents;
      this.mostAccessesInMemory = mostAccessesInMemory;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long accesses = context.sideInput(extents).get(context.element().getKey()).accesses();
      boolean fits = accesses <= WorkerCapacity.ofThisWorker(mostAccessesInMemory);
      context.output(fits ? IN_MEMORY : BLOCKED, context.element());
    }
  }
}
