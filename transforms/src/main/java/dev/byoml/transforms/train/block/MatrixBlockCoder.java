package dev.byoml.transforms.train.block;

import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.MatrixBlock;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link MatrixBlock}: its place, then the compressed rows array by array. */
final class MatrixBlockCoder extends AtomicCoder<MatrixBlock> {
  private static final MatrixBlockCoder INSTANCE = new MatrixBlockCoder();

  private MatrixBlockCoder() {}

  static MatrixBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(MatrixBlock block, OutputStream out) throws IOException {
    VarIntCoder.of().encode(block.firstRow(), out);
    VarIntCoder.of().encode(block.matrixRows(), out);
    VarIntCoder.of().encode(block.values().columnCount(), out);
    PackedNumbers.writeInts(block.values().offsets(), out);
    PackedNumbers.writeInts(block.values().columns(), out);
    PackedNumbers.writeFloats(block.values().values(), out);
    PackedNumbers.writeInts(block.counts(), out);
    PackedNumbers.writeInts(block.firstDays(), out);
  }

  @Override
  public MatrixBlock decode(InputStream in) throws IOException {
    int firstRow = VarIntCoder.of().decode(in);
    int matrixRows = VarIntCoder.of().decode(in);
    int columnCount = VarIntCoder.of().decode(in);
    int[] offsets = PackedNumbers.readInts(in);
    int[] columns = PackedNumbers.readInts(in);
    float[] values = PackedNumbers.readFloats(in);
    return new MatrixBlock(
        firstRow,
        matrixRows,
        new CompressedRows(columnCount, offsets, columns, values),
        PackedNumbers.readInts(in),
        PackedNumbers.readInts(in));
  }
}
