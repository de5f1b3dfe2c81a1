package dev.byoml.transforms.train.block;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.block.RowBlocks;
import dev.byoml.model.als.kernel.ComplementSampler;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.model.matrix.MatrixEntries;
import dev.byoml.model.matrix.TenantIds;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.AccessMatrixPartCoder;
import dev.byoml.transforms.matrix.MatrixCoders;
import dev.byoml.transforms.matrix.TenantExtent;
import dev.byoml.transforms.matrix.WorkerCapacity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Cuts each tenant's accesses into blocks of users and blocks of resources.
 *
 * <p>Accesses first go to where their user is sent, so that each place knows all resources of its
 * users, and names few ids twice. From there the ids are collected and numbered in their order, and
 * the accesses, now by numbers, go to the block of their user, from which they are also sent to the
 * block of their resource.
 */
final class CutIntoBlocks
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, CutIntoBlocks.Blocks> {
  private static final Coder<KV<String, Integer>> PLACE =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  private static final Coder<KV<String, MatrixBlock>> BLOCKS =
      KvCoder.of(StringUtf8Coder.of(), BlockCoders.MATRIX);

  private final TrainingParameters parameters;
  private final PCollectionView<Map<String, TenantExtent>> extents;
  private final BlockCount blockCount;

  /**
   * Cuts for a factorization.
   *
   * @param parameters how likelihoods become ratings
   * @param extents the extent of each tenant
   * @param blocks number of blocks of each side, or 0 if it follows from the extent
   */
  CutIntoBlocks(
      TrainingParameters parameters,
      PCollectionView<Map<String, TenantExtent>> extents,
      int blocks) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.extents = requireNonNull(extents, "extents");
    this.blockCount = new BlockCount(blocks);
  }

  /**
   * What was cut.
   *
   * @param ids ids of each tenant's users and resources
   * @param accesses blocks of users: likelihoods and counts
   * @param userRatings blocks of users: what is fitted
   * @param resourceRatings blocks of resources: what is fitted
   */
  record Blocks(
      PCollectionView<Map<String, TenantIds>> ids,
      PCollection<KV<String, MatrixBlock>> accesses,
      PCollection<KV<String, MatrixBlock>> userRatings,
      PCollection<KV<String, MatrixBlock>> resourceRatings)
      implements POutput {
    @Override
    public Pipeline getPipeline() {
      return accesses.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(
          new TupleTag<>("ids"), ids,
          new TupleTag<>("accesses"), accesses,
          new TupleTag<>("userRatings"), userRatings,
          new TupleTag<>("resourceRatings"), resourceRatings);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }

  @Override
  public Blocks expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    PCollection<AccessMatrix> shards =
        parts
            .apply(
                "Send to user",
                ParDo.of(new SendToUserFn(extents, blockCount)).withSideInputs(extents))
            .setCoder(KvCoder.of(PLACE, AccessMatrixPartCoder.of()))
            .apply("Gather by user", GroupByKey.create())
            .apply("Number within", ParDo.of(new BuildShardFn()))
            .setCoder(MatrixCoders.ACCESSES);
    PCollectionView<Map<String, TenantIds>> ids =
        shards
            .apply("Name ids", ParDo.of(new NameIdsFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), BlockCoders.IDS))
            .apply("Gather ids", GroupByKey.create())
            .apply("Order ids", ParDo.of(new OrderIdsFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), BlockCoders.IDS))
            .apply("Ids", View.asMap());
    PCollection<KV<String, MatrixBlock>> accesses =
        shards
            .apply(
                "Send to block of user",
                ParDo.of(new SendAccessesFn(extents, ids, blockCount)).withSideInputs(extents, ids))
            .setCoder(KvCoder.of(PLACE, BlockCoders.ENTRIES))
            .apply("Gather blocks of users", GroupByKey.create())
            .apply(
                "Make blocks of users",
                ParDo.of(new MakeBlockFn(true, extents, ids, blockCount))
                    .withSideInputs(extents, ids))
            .setCoder(BLOCKS);
    PCollection<KV<String, MatrixBlock>> userRatings =
        accesses
            .apply(
                "Rate", ParDo.of(new RateFn(parameters, extents, ids)).withSideInputs(extents, ids))
            .setCoder(BLOCKS);
    PCollection<KV<String, MatrixBlock>> resourceRatings =
        userRatings
            .apply(
                "Send to block of resource",
                ParDo.of(new SendRatingsFn(extents, blockCount)).withSideInputs(extents))
            .setCoder(KvCoder.of(PLACE, BlockCoders.ENTRIES))
            .apply("Gather blocks of resources", GroupByKey.create())
            .apply(
                "Make blocks of resources",
                ParDo.of(new MakeBlockFn(false, extents, ids, blockCount))
                    .withSideInputs(extents, ids))
            .setCoder(BLOCKS);
    return new Blocks(ids, accesses, userRatings, resourceRatings);
  }

  private static final class SendToUserFn
      extends DoFn<KV<String, AccessMatrixPart>, KV<KV<String, Integer>, AccessMatrixPart>> {
    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final BlockCount blockCount;

    SendToUserFn(PCollectionView<Map<String, TenantExtent>> extents, BlockCount blockCount) {
      this.extents = extents;
      this.blockCount = blockCount;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String tenant = context.element().getKey();
      TenantExtent extent = context.sideInput(extents).get(tenant);
      WorkerCapacity.requireRoomForModel(tenant, extent.accesses());
      int places = blockCount.of(extent);
      List<AccessMatrixPart> split = context.element().getValue().splitByUser(places);
      for (int place = 0; place < places; place++) {
        if (split.get(place).size() > 0) {
          context.output(KV.of(KV.of(tenant, place), split.get(place)));
        }
      }
    }
  }

  private static final class BuildShardFn
      extends DoFn<KV<KV<String, Integer>, Iterable<AccessMatrixPart>>, AccessMatrix> {
    @ProcessElement
    public void process(
        @Element KV<KV<String, Integer>, Iterable<AccessMatrixPart>> parts,
        OutputReceiver<AccessMatrix> receiver) {
      AccessMatrixBuilder builder = new AccessMatrixBuilder(parts.getKey().getKey());
      for (AccessMatrixPart part : parts.getValue()) {
        part.addTo(builder);
      }
      receiver.output(builder.build());
    }
  }

  private static final class NameIdsFn extends DoFn<AccessMatrix, KV<String, TenantIds>> {
    @ProcessElement
    public void process(
        @Element AccessMatrix shard, OutputReceiver<KV<String, TenantIds>> receiver) {
      receiver.output(KV.of(shard.tenant(), new TenantIds(shard.users(), shard.resources())));
    }
  }

  private static final class OrderIdsFn
      extends DoFn<KV<String, Iterable<TenantIds>>, KV<String, TenantIds>> {
    @ProcessElement
    public void process(
        @Element KV<String, Iterable<TenantIds>> ids,
        OutputReceiver<KV<String, TenantIds>> receiver) {
      receiver.output(KV.of(ids.getKey(), TenantIds.union(ids.getValue())));
    }
  }

  private static final class SendAccessesFn
      extends DoFn<AccessMatrix, KV<KV<String, Integer>, MatrixEntries>> {
    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final PCollectionView<Map<String, TenantIds>> ids;
    private final BlockCount blockCount;

    SendAccessesFn(
        PCollectionView<Map<String, TenantExtent>> extents,
        PCollectionView<Map<String, TenantIds>> ids,
        BlockCount blockCount) {
      this.extents = extents;
      this.ids = ids;
      this.blockCount = blockCount;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      AccessMatrix shard = context.element();
      TenantIds known = context.sideInput(ids).get(shard.tenant());
      int wanted = blockCount.of(context.sideInput(extents).get(shard.tenant()));
      send(
          context,
          shard.tenant(),
          RowBlocks.of(known.users().size(), wanted),
          shard.likelihoods(),
          shard.counts(),
          shard.firstDays(),
          known.userNumbers(shard.users()),
          known.resourceNumbers(shard.resources()));
    }
  }

  private static final class RateFn extends DoFn<KV<String, MatrixBlock>, KV<String, MatrixBlock>> {
    private final TrainingParameters parameters;
    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final PCollectionView<Map<String, TenantIds>> ids;

    RateFn(
        TrainingParameters parameters,
        PCollectionView<Map<String, TenantExtent>> extents,
        PCollectionView<Map<String, TenantIds>> ids) {
      this.parameters = parameters;
      this.extents = extents;
      this.ids = ids;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String tenant = context.element().getKey();
      MatrixBlock accesses = context.element().getValue();
      TenantExtent extent = context.sideInput(extents).get(tenant);
      CompressedRows ratings =
          parameters
              .likelihood()
              .apply(accesses.values(), extent.lowestLikelihood(), extent.highestLikelihood());
      AlsParameters als = parameters.als();
      if (!als.implicit() && als.complementFactor() > 0) {
        ratings =
            new ComplementSampler(tenant, als)
                .addTo(
                    ratings,
                    accesses.firstRow(),
                    context.sideInput(ids).get(tenant).users().size(),
                    extent.accesses());
      }
      context.output(KV.of(tenant, accesses.withValues(ratings)));
    }
  }

  private static final class SendRatingsFn
      extends DoFn<KV<String, MatrixBlock>, KV<KV<String, Integer>, MatrixEntries>> {
    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final BlockCount blockCount;

    SendRatingsFn(PCollectionView<Map<String, TenantExtent>> extents, BlockCount blockCount) {
      this.extents = extents;
      this.blockCount = blockCount;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String tenant = context.element().getKey();
      MatrixBlock block = context.element().getValue();
      CompressedRows byResource = block.values().transpose();
      int wanted = blockCount.of(context.sideInput(extents).get(tenant));
      send(
          context,
          tenant,
          RowBlocks.of(byResource.rowCount(), wanted),
          byResource,
          new int[0],
          new int[0],
          IntStream.range(0, byResource.rowCount()).toArray(),
          IntStream.range(block.firstRow(), block.firstRow() + block.rowCount()).toArray());
    }
  }

  /** Sends the rows of a matrix, which are numbered otherwise in the whole, to their blocks. */
  private static void send(
      DoFn<?, KV<KV<String, Integer>, MatrixEntries>>.ProcessContext context,
      String tenant,
      RowBlocks blocks,
      CompressedRows matrix,
      int[] counts,
      int[] firstDays,
      int[] rowNumbers,
      int[] columnNumbers) {
    int row = 0;
    for (int block = 0; block < blocks.blockCount() && row < matrix.rowCount(); block++) {
      int first = row;
      int found = Arrays.binarySearch(rowNumbers, first, rowNumbers.length, blocks.endRow(block));
      row = found >= 0 ? found : -found - 1;
      if (matrix.rowStart(first) < matrix.offsets()[row]) {
        context.output(
            KV.of(
                KV.of(tenant, block),
                MatrixEntries.of(
                    matrix, counts, firstDays, first, row, rowNumbers, columnNumbers)));
      }
    }
  }

  private static final class MakeBlockFn
      extends DoFn<KV<KV<String, Integer>, Iterable<MatrixEntries>>, KV<String, MatrixBlock>> {
    private final boolean ofUsers;
    private final PCollectionView<Map<String, TenantExtent>> extents;
    private final PCollectionView<Map<String, TenantIds>> ids;
    private final BlockCount blockCount;

    MakeBlockFn(
        boolean ofUsers,
        PCollectionView<Map<String, TenantExtent>> extents,
        PCollectionView<Map<String, TenantIds>> ids,
        BlockCount blockCount) {
      this.ofUsers = ofUsers;
      this.extents = extents;
      this.ids = ids;
      this.blockCount = blockCount;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String tenant = context.element().getKey().getKey();
      int number = context.element().getKey().getValue();
      TenantIds known = context.sideInput(ids).get(tenant);
      int rows = ofUsers ? known.users().size() : known.resources().size();
      int columns = ofUsers ? known.resources().size() : known.users().size();
      RowBlocks blocks = RowBlocks.of(rows, blockCount.of(context.sideInput(extents).get(tenant)));
      context.output(
          KV.of(
              tenant,
              MatrixBlock.of(
                  blocks.firstRow(number),
                  blocks.endRow(number),
                  rows,
                  columns,
                  context.element().getValue())));
    }
  }
}
