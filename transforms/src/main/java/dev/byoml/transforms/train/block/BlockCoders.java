package dev.byoml.transforms.train.block;

import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.block.FactorBlock;
import dev.byoml.model.als.block.PreviousFactors;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.model.matrix.MatrixEntries;
import dev.byoml.model.matrix.TenantIds;
import dev.byoml.transforms.beam.ArrayCoder;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.matrix.MatrixCoders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** The coders of what a factorization in blocks moves between workers. */
final class BlockCoders {
  /** Of a tenant's users and resources. */
  static final Coder<TenantIds> IDS =
      RecordCoder.of(
          TenantIds.class, ListCoder.of(StringUtf8Coder.of()), ListCoder.of(StringUtf8Coder.of()));

  /** Of a block of the access matrix. */
  static final Coder<MatrixBlock> MATRIX =
      RecordCoder.of(
          MatrixBlock.class,
          VarIntCoder.of(),
          VarIntCoder.of(),
          MatrixCoders.ROWS,
          ArrayCoder.INTS,
          ArrayCoder.INTS);

  /** Of entries of the access matrix that are yet to become a block. */
  static final Coder<MatrixEntries> ENTRIES =
      RecordCoder.of(
          MatrixEntries.class,
          ArrayCoder.INTS,
          ArrayCoder.INTS,
          ArrayCoder.INTS,
          ArrayCoder.FLOATS,
          ArrayCoder.INTS,
          ArrayCoder.INTS);

  /** Of a block of factors; of these, zeros take a bit each. */
  static final Coder<FactorBlock> FACTORS = new FactorBlockCoder();

  private BlockCoders() {}

  /** Encodes a record that holds, one level deeper, a list of its own kind. */
  private static final class FactorBlockCoder extends AtomicCoder<FactorBlock> {
    private static final Coder<FactorizationProgress> PROGRESS =
        RecordCoder.of(
            FactorizationProgress.class,
            DoubleCoder.of(),
            ListCoder.of(DoubleCoder.of()),
            BooleanCoder.of());
    private static final Coder<PreviousFactors> PREVIOUS =
        RecordCoder.of(
            PreviousFactors.class,
            DoubleCoder.of(),
            ArrayCoder.LONGS,
            ListCoder.of(new FactorBlockCoder()));
    private static final Coder<FactorBlock> BLOCK =
        RecordCoder.of(
            FactorBlock.class,
            VarIntCoder.of(),
            VarIntCoder.of(),
            ArrayCoder.SPARSE_FLOATS,
            ArrayCoder.DOUBLES,
            ArrayCoder.DOUBLES,
            NullableCoder.of(PROGRESS),
            NullableCoder.of(PREVIOUS));

    @Override
    public void encode(FactorBlock block, OutputStream out) throws IOException {
      BLOCK.encode(block, out);
    }

    @Override
    public FactorBlock decode(InputStream in) throws IOException {
      return BLOCK.decode(in);
    }
  }
}
