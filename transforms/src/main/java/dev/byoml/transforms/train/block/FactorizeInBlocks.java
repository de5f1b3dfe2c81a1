package dev.byoml.transforms.train.block;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.WarmStart;
import dev.byoml.model.als.block.BlockSolver;
import dev.byoml.model.als.block.FactorBlock;
import dev.byoml.model.als.block.GatheredSide;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.model.matrix.TenantIds;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.beam.TenantModelCoder;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.TenantExtent;
import dev.byoml.transforms.model.EarlierFactors;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Factorizes each tenant by alternating least squares in blocks that are spread over workers, and
 * makes its model.
 *
 * <p>The ratings are cut once, into blocks of users and into blocks of resources. Each half of an
 * iteration is one {@code ParDo} over the blocks of one side, with the factors of the other side as
 * side input. So no step depends on the ones before but through that side input, and the ratings
 * are never moved again. Each step must have one such side input and no more: Flink's optimizer
 * walks all paths through the graph, whose number doubles with each step that joins two.
 */
public final class FactorizeInBlocks
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<TenantModel>> {
  /**
   * After so many iterations the ratings are passed through a step that does nothing. Flink cannot
   * translate a collection with more than 64 consumers (apache/beam#28429); each iteration is one.
   */
  private static final int ITERATIONS_OF_A_STRETCH = 40;

  private final TrainingParameters parameters;
  private final PCollectionView<Map<String, TenantExtent>> extents;
  private final int blocks;
  private final EarlierFactors start;
  private final SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> finish;

  /**
   * Factorizes with these parameters.
   *
   * @param extents the extent of each tenant
   * @param blocks number of blocks of each side, or 0 if it follows from the extent
   * @param start where the factors of users start
   * @param finish makes the model of a tenant's accesses and factors
   */
  public FactorizeInBlocks(
      TrainingParameters parameters,
      PCollectionView<Map<String, TenantExtent>> extents,
      int blocks,
      EarlierFactors start,
      SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> finish) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.extents = requireNonNull(extents, "extents");
    this.blocks = blocks;
    this.start = requireNonNull(start, "start");
    this.finish = requireNonNull(finish, "finish");
  }

  @Override
  public PCollection<TenantModel> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    CutIntoBlocks.Blocks cut = parts.apply("Cut", new CutIntoBlocks(parameters, extents, blocks));
    PCollection<KV<String, MatrixBlock>> userRatings = cut.userRatings();
    PCollection<KV<String, MatrixBlock>> resourceRatings = cut.resourceRatings();
    PCollectionView<Map<String, Iterable<FactorBlock>>> users =
        view(
            "users 0",
            userRatings.apply(
                "Start users",
                ParDo.of(new StartFn(parameters.als(), cut.ids(), start))
                    .withSideInputs(cut.ids())));
    PCollectionView<Map<String, Iterable<FactorBlock>>> resources = null;
    for (int iteration = 1; iteration <= parameters.als().iterations(); iteration++) {
      if (iteration % ITERATIONS_OF_A_STRETCH == 0) {
        userRatings = passOn("users", iteration, userRatings);
        resourceRatings = passOn("resources", iteration, resourceRatings);
      }
      resources = solve(Side.RESOURCE, "resources " + iteration, resourceRatings, users);
      users = solve(Side.USER, "users " + iteration, userRatings, resources);
    }
    return cut.accesses()
        .apply("Gather each tenant", GroupByKey.create())
        .apply(
            "Put together",
            ParDo.of(new GatherFn(parameters.als(), cut.ids(), users, resources, finish))
                .withSideInputs(cut.ids(), users, resources))
        .setCoder(TenantModelCoder.of());
  }

  private static PCollection<KV<String, MatrixBlock>> passOn(
      String side, int iteration, PCollection<KV<String, MatrixBlock>> ratings) {
    return ratings
        .apply("Pass on ratings of " + side + " " + iteration, ParDo.of(new PassOnFn()))
        .setCoder(ratings.getCoder());
  }

  private PCollectionView<Map<String, Iterable<FactorBlock>>> solve(
      Side side,
      String name,
      PCollection<KV<String, MatrixBlock>> ratings,
      PCollectionView<Map<String, Iterable<FactorBlock>>> other) {
    return view(
        name,
        ratings.apply(
            "Solve " + name,
            ParDo.of(new SolveFn(side, parameters.als(), other)).withSideInputs(other)));
  }

  private static PCollectionView<Map<String, Iterable<FactorBlock>>> view(
      String name, PCollection<KV<String, FactorBlock>> solved) {
    return solved
        .setCoder(KvCoder.of(StringUtf8Coder.of(), BlockCoders.FACTORS))
        .apply("Factors of " + name, View.asMultimap());
  }

  /** Gives on what it gets. */
  private static final class PassOnFn
      extends DoFn<KV<String, MatrixBlock>, KV<String, MatrixBlock>> {
    @ProcessElement
    public void process(
        @Element KV<String, MatrixBlock> ratings,
        OutputReceiver<KV<String, MatrixBlock>> receiver) {
      receiver.output(ratings);
    }
  }

  private static final class StartFn
      extends DoFn<KV<String, MatrixBlock>, KV<String, FactorBlock>> {
    private final AlsParameters parameters;
    private final PCollectionView<Map<String, TenantIds>> ids;
    private final EarlierFactors start;
    private transient Map<String, WarmStart> starts;

    StartFn(
        AlsParameters parameters,
        PCollectionView<Map<String, TenantIds>> ids,
        EarlierFactors start) {
      this.parameters = parameters;
      this.ids = ids;
      this.start = start;
    }

    @StartBundle
    public void startBundle() {
      starts = new HashMap<>();
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String tenant = context.element().getKey();
      FactorBlock block =
          new BlockSolver(parameters)
              .initialBlock(
                  tenant,
                  context.sideInput(ids).get(tenant).users(),
                  context.element().getValue(),
                  starts.computeIfAbsent(tenant, start::of));
      context.output(KV.of(tenant, block));
    }
  }

  private static final class SolveFn
      extends DoFn<KV<String, MatrixBlock>, KV<String, FactorBlock>> {
    private final Counter blocksSolved = Metrics.counter("byoml", "blocksSolved");
    private final PhaseTime training = PhaseTime.of(PhaseTime.TRAIN);
    private final Side side;
    private final AlsParameters parameters;
    private final PCollectionView<Map<String, Iterable<FactorBlock>>> other;

    private transient BlockSolver solver;
    private transient Map<String, GatheredSide> otherSides;

    SolveFn(
        Side side,
        AlsParameters parameters,
        PCollectionView<Map<String, Iterable<FactorBlock>>> other) {
      this.side = side;
      this.parameters = parameters;
      this.other = other;
    }

    @Setup
    public void setup() {
      solver = new BlockSolver(parameters);
    }

    @StartBundle
    public void startBundle() {
      otherSides = new HashMap<>();
    }

    @ProcessElement
    public void process(ProcessContext context) {
      training.atWork();
      String tenant = context.element().getKey();
      MatrixBlock ratings = context.element().getValue();
      GatheredSide gathered =
          otherSides.computeIfAbsent(tenant, t -> GatheredSide.of(context.sideInput(other).get(t)));
      FactorBlock solved =
          side == Side.USER
              ? solver.solveUsers(ratings, gathered)
              : solver.solveResources(ratings, gathered);
      training.atWork();
      if (!solved.progress().finished()) {
        blocksSolved.inc();
      }
      context.output(KV.of(tenant, solved));
    }

    @FinishBundle
    public void finishBundle() {
      otherSides = null;
    }
  }

  private static final class GatherFn extends DoFn<KV<String, Iterable<MatrixBlock>>, TenantModel> {
    private final PhaseTime training = PhaseTime.of(PhaseTime.TRAIN);
    private final AlsParameters parameters;
    private final PCollectionView<Map<String, TenantIds>> ids;
    private final PCollectionView<Map<String, Iterable<FactorBlock>>> users;
    private final PCollectionView<Map<String, Iterable<FactorBlock>>> resources;
    private final SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> finish;

    GatherFn(
        AlsParameters parameters,
        PCollectionView<Map<String, TenantIds>> ids,
        PCollectionView<Map<String, Iterable<FactorBlock>>> users,
        PCollectionView<Map<String, Iterable<FactorBlock>>> resources,
        SerializableBiFunction<AccessMatrix, LearnedModel, TenantModel> finish) {
      this.parameters = parameters;
      this.ids = ids;
      this.users = users;
      this.resources = resources;
      this.finish = finish;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      training.atWork();
      String tenant = context.element().getKey();
      AccessMatrix accesses =
          MatrixBlock.join(
              tenant, context.sideInput(ids).get(tenant), context.element().getValue());
      Factorization factorization =
          new BlockSolver(parameters)
              .finish(
                  GatheredSide.of(context.sideInput(users).get(tenant)),
                  GatheredSide.of(context.sideInput(resources).get(tenant)));
      training.atWork();
      context.output(finish.apply(accesses, LearnedModel.ofFactors(factorization)));
    }
  }
}
