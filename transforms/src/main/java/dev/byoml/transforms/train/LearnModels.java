package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.GroupTenants;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.beam.TenantModelCoder;
import dev.byoml.transforms.beam.TenantSizes;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.GatheredTenant;
import dev.byoml.transforms.matrix.MeasureTenants;
import dev.byoml.transforms.matrix.TenantExtent;
import dev.byoml.transforms.matrix.WorkerCapacity;
import dev.byoml.transforms.model.EarlierFactors;
import dev.byoml.transforms.train.block.FactorizeInBlocks;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Makes each tenant's model by the {@link Algorithm} that the parameters name, found on the
 * worker's class path.
 *
 * <p>All algorithms learn <em>in memory</em>: a tenant's matrix is gathered on one worker, refused
 * if it is more than the worker holds, learned from with all its cores, and the scores are
 * standardised there; tenants are spread over workers. Alternating least squares, and algorithms
 * that begin with it, have a second way, which gives the same bits: <em>in blocks</em>, the matrix
 * is cut into blocks of users and of resources, which stay where they are while the factors go to
 * and fro. That spreads one large tenant over workers, and costs some overhead in each iteration.
 */
public final class LearnModels
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<TenantModel>> {
  /** More tenants than that are taken for a mistake, unless it is said otherwise. */
  public static final int MOST_TENANTS = 100_000;

  private static final int MOST_OF_ONE_THREAD = 1000;

  private final TrainingParameters parameters;
  private final PeerGroups groups;
  private final FactorizationMethod method;
  private final int blocks;
  private final long mostAccessesInMemory;
  private final int mostTenants;
  private final EarlierFactors start;

  private LearnModels(
      TrainingParameters parameters,
      PeerGroups groups,
      FactorizationMethod method,
      int blocks,
      long mostAccessesInMemory,
      int mostTenants,
      EarlierFactors start) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.groups = requireNonNull(groups, "groups");
    this.method = requireNonNull(method, "method");
    this.blocks = blocks;
    this.mostAccessesInMemory = mostAccessesInMemory;
    this.mostTenants = mostTenants;
    this.start = requireNonNull(start, "start");
  }

  /** Learns with these parameters, in memory. */
  public static LearnModels with(TrainingParameters parameters) {
    return new LearnModels(
        parameters,
        PeerGroups.NONE,
        FactorizationMethod.IN_MEMORY,
        0,
        0,
        MOST_TENANTS,
        EarlierFactors.NONE);
  }

  /** Moves users towards their group, where the algorithm finds factors. */
  public LearnModels withPeerGroups(PeerGroups groups) {
    return new LearnModels(
        parameters, groups, method, blocks, mostAccessesInMemory, mostTenants, start);
  }

  /**
   * Learns where this method says.
   *
   * @throws IllegalArgumentException if the algorithm learns in memory only, and the method is
   *     another
   */
  public LearnModels by(FactorizationMethod method) {
    if (method != FactorizationMethod.IN_MEMORY && !learnsInBlocks()) {
      throw new IllegalArgumentException(
          "the algorithm %s learns in memory only".formatted(parameters.algorithm().name()));
    }
    return new LearnModels(
        parameters, groups, method, blocks, mostAccessesInMemory, mostTenants, start);
  }

  /**
   * Cuts each side of a tenant into so many blocks, or into fewer if it has few rows. Otherwise the
   * number follows from the number of accesses.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public LearnModels inBlocks(int blocks) {
    if (blocks < 1) {
      throw new IllegalArgumentException("blocks must be at least 1, got " + blocks);
    }
    return new LearnModels(
        parameters, groups, method, blocks, mostAccessesInMemory, mostTenants, start);
  }

  /**
   * States how many accesses of one tenant a worker holds while it learns from them. Otherwise the
   * number follows from the worker's heap.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public LearnModels holdingInMemory(long accesses) {
    if (accesses < 1) {
      throw new IllegalArgumentException("accesses must be at least 1, got " + accesses);
    }
    return new LearnModels(parameters, groups, method, blocks, accesses, mostTenants, start);
  }

  /**
   * Fails where there are more tenants than that. Otherwise there are {@value #MOST_TENANTS} at
   * most.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public LearnModels withMostTenants(int tenants) {
    if (tenants < 1) {
      throw new IllegalArgumentException("tenants must be at least 1, got " + tenants);
    }
    return new LearnModels(
        parameters, groups, method, blocks, mostAccessesInMemory, tenants, start);
  }

  /**
   * Starts alternating least squares at the factors of an earlier model; no other algorithm heeds
   * that.
   */
  public LearnModels startingAt(EarlierFactors start) {
    return new LearnModels(
        parameters, groups, method, blocks, mostAccessesInMemory, mostTenants, start);
  }

  private boolean learnsInBlocks() {
    return Algorithms.named(parameters.algorithm().name()).beginsWithAls();
  }

  /** Where models are learned. */
  public FactorizationMethod method() {
    return method;
  }

  /**
   * The most accesses of a tenant that are learned from in memory: as stated, or else what a worker
   * with the heap of this Java machine holds.
   */
  public long mostAccessesInMemory() {
    return WorkerCapacity.ofThisWorker(mostAccessesInMemory);
  }

  @Override
  public PCollection<TenantModel> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    long mostOfSmall = mostAccessesInMemory > 0 ? mostAccessesInMemory : Long.MAX_VALUE;
    PCollectionView<TenantSizes> sizes =
        parts.apply(
            "Size of each tenant",
            TenantSizes.of(AccessMatrixPart::size, mostOfSmall, mostTenants));
    return switch (method) {
      case IN_MEMORY -> inMemory(parts, sizes);
      case BLOCKED -> inBlocks(parts);
      case BY_SIZE -> bySize(parts, sizes);
    };
  }

  private PCollection<TenantModel> inMemory(
      PCollection<KV<String, AccessMatrixPart>> parts, PCollectionView<TenantSizes> sizes) {
    return parts
        .apply("Gather each tenant", GroupTenants.bySizes(sizes))
        .apply("Learn in memory", ParDo.of(new LearnFn(this)))
        .setCoder(TenantModelCoder.of());
  }

  /** Small tenants are learned from side by side, each by one thread. */
  private static int threadsFor(int accesses) {
    return accesses <= MOST_OF_ONE_THREAD ? 1 : Runtime.getRuntime().availableProcessors();
  }

  private PCollection<TenantModel> inBlocks(PCollection<KV<String, AccessMatrixPart>> parts) {
    PCollectionView<Map<String, TenantExtent>> extents =
        parts.apply("Measure", new MeasureTenants());
    return parts.apply(
        "In blocks",
        new FactorizeInBlocks(
            parameters,
            extents,
            blocks,
            start,
            new LearnFromFactors(parameters, groups, finish())));
  }

  private PCollection<TenantModel> bySize(
      PCollection<KV<String, AccessMatrixPart>> parts, PCollectionView<TenantSizes> sizes) {
    PCollectionTuple routed =
        parts.apply(
            "Route by size",
            ParDo.of(new RouteFn(sizes, mostAccessesInMemory))
                .withSideInputs(sizes)
                .withOutputTags(RouteFn.IN_MEMORY, TupleTagList.of(RouteFn.BLOCKED)));
    return PCollectionList.of(
            inMemory(routed.get(RouteFn.IN_MEMORY).setCoder(parts.getCoder()), sizes))
        .and(inBlocks(routed.get(RouteFn.BLOCKED).setCoder(parts.getCoder())))
        .apply("All tenants", Flatten.pCollections());
  }

  private Finish finish() {
    return new Finish(
        parameters,
        groups,
        PhaseTime.of(PhaseTime.STANDARDIZE),
        Metrics.counter(PhaseTime.NAMESPACE, "tenantsTrained"));
  }

  private static final class RouteFn
      extends DoFn<KV<String, AccessMatrixPart>, KV<String, AccessMatrixPart>> {
    static final TupleTag<KV<String, AccessMatrixPart>> IN_MEMORY = new TupleTag<>("inMemory") {};
    static final TupleTag<KV<String, AccessMatrixPart>> BLOCKED = new TupleTag<>("blocked") {};

    private final PCollectionView<TenantSizes> sizes;
    private final long mostAccessesInMemory;

    RouteFn(PCollectionView<TenantSizes> sizes, long mostAccessesInMemory) {
      this.sizes = sizes;
      this.mostAccessesInMemory = mostAccessesInMemory;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      TenantSizes known = context.sideInput(sizes);
      String tenant = context.element().getKey();
      boolean fits =
          known.isSmall(tenant)
              || known.ofLarge(tenant) <= WorkerCapacity.ofThisWorker(mostAccessesInMemory);
      context.output(fits ? IN_MEMORY : BLOCKED, context.element());
    }
  }

  private static final class LearnFn
      extends DoFn<KV<String, Iterable<AccessMatrixPart>>, TenantModel> {
    private final PhaseTime training = PhaseTime.of(PhaseTime.TRAIN);
    private final TrainingParameters parameters;
    private final PeerGroups groups;
    private final long mostAccesses;
    private final boolean inBlocks;
    private final EarlierFactors start;
    private final Finish finish;

    LearnFn(LearnModels settings) {
      this.parameters = settings.parameters;
      this.groups = settings.groups;
      this.mostAccesses = settings.mostAccessesInMemory;
      this.inBlocks = settings.learnsInBlocks();
      this.start = settings.start;
      this.finish = settings.finish();
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<AccessMatrixPart>> parts,
        OutputReceiver<TenantModel> receiver) {
      training.atWork();
      AccessMatrix accesses =
          GatheredTenant.of(parts.getKey(), parts.getValue(), mostAccesses, inBlocks);
      int threads = threadsFor(accesses.accessCount());
      LearnedModel learned =
          start.isPresent() && inBlocks
              ? Algorithms.learn(accesses, als(accesses, threads), parameters, groups, threads)
              : Algorithms.learn(accesses, parameters, groups, threads);
      training.atWork();
      receiver.output(finish.apply(accesses, learned));
    }

    private Factorization als(AccessMatrix accesses, int threads) {
      return AlternatingLeastSquares.factorize(
          accesses.tenant(),
          accesses.users(),
          accesses.resources(),
          parameters.likelihood().apply(accesses.likelihoods()),
          parameters.als(),
          threads,
          start.of(accesses.tenant()));
    }
  }

  /** What is learnt where alternating least squares was done in blocks. */
  private record LearnFromFactors(TrainingParameters parameters, PeerGroups groups, Finish finish)
      implements SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> {
    @Override
    public TenantModel apply(AccessMatrix accesses, LearnedModel factors) {
      LearnedModel learned =
          Algorithms.learn(
              accesses,
              factors.factorization(),
              parameters,
              groups,
              Runtime.getRuntime().availableProcessors());
      return finish.apply(accesses, learned);
    }
  }

  /** The end of both ways: standardises scores on the tenant's accesses, and counts tenants. */
  private record Finish(
      TrainingParameters parameters, PeerGroups groups, PhaseTime standardizing, Counter tenants)
      implements SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> {
    @Override
    public TenantModel apply(AccessMatrix accesses, LearnedModel learned) {
      standardizing.atWork();
      TenantModel model = TenantModelFactory.create(accesses, learned, parameters, groups);
      standardizing.atWork();
      tenants.inc();
      return model;
    }
  }
}
