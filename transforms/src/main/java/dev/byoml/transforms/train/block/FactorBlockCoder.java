package dev.byoml.transforms.train.block;

import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.block.FactorBlock;
import dev.byoml.model.als.block.PreviousFactors;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link FactorBlock}, array by array; of the factors those that are not zero. */
final class FactorBlockCoder extends AtomicCoder<FactorBlock> {
  private static final FactorBlockCoder INSTANCE = new FactorBlockCoder();
  private static final Coder<FactorizationProgress> PROGRESS =
      NullableCoder.of(new ProgressCoder());
  private static final Coder<PreviousFactors> FORMER_SIDE = NullableCoder.of(new FormerSideCoder());

  private FactorBlockCoder() {}

  static FactorBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FactorBlock block, OutputStream out) throws IOException {
    VarIntCoder.of().encode(block.firstRow(), out);
    VarIntCoder.of().encode(block.rank(), out);
    PackedNumbers.writeSparseFloats(block.factors(), out);
    PackedNumbers.writeDoubles(block.gramians(), out);
    PackedNumbers.writeDoubles(block.sums(), out);
    PROGRESS.encode(block.progress(), out);
    FORMER_SIDE.encode(block.otherFormerly(), out);
  }

  @Override
  public FactorBlock decode(InputStream in) throws IOException {
    int firstRow = VarIntCoder.of().decode(in);
    int rank = VarIntCoder.of().decode(in);
    float[] factors = PackedNumbers.readSparseFloats(in);
    double[] gramians = PackedNumbers.readDoubles(in);
    double[] sums = PackedNumbers.readDoubles(in);
    FactorizationProgress progress = PROGRESS.decode(in);
    return new FactorBlock(
        firstRow, rank, factors, gramians, sums, progress, FORMER_SIDE.decode(in));
  }

  private static final class ProgressCoder extends AtomicCoder<FactorizationProgress> {
    private static final ListCoder<Double> OBJECTIVE = ListCoder.of(DoubleCoder.of());

    @Override
    public void encode(FactorizationProgress progress, OutputStream out) throws IOException {
      DoubleCoder.of().encode(progress.constant(), out);
      OBJECTIVE.encode(progress.objective(), out);
      BooleanCoder.of().encode(progress.finished(), out);
    }

    @Override
    public FactorizationProgress decode(InputStream in) throws IOException {
      double constant = DoubleCoder.of().decode(in);
      List<Double> objective = OBJECTIVE.decode(in);
      return new FactorizationProgress(constant, objective, BooleanCoder.of().decode(in));
    }
  }

  private static final class FormerSideCoder extends AtomicCoder<PreviousFactors> {
    @Override
    public void encode(PreviousFactors former, OutputStream out) throws IOException {
      DoubleCoder.of().encode(former.sum(), out);
      PackedNumbers.writeLongs(former.positive(), out);
      ListCoder.of(FactorBlockCoder.of()).encode(former.blocks(), out);
    }

    @Override
    public PreviousFactors decode(InputStream in) throws IOException {
      double sum = DoubleCoder.of().decode(in);
      long[] positive = PackedNumbers.readLongs(in);
      return new PreviousFactors(sum, positive, ListCoder.of(FactorBlockCoder.of()).decode(in));
    }
  }
}
