package dev.byoml.transforms.train.block;

import dev.byoml.model.matrix.MatrixEntries;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link MatrixEntries}, array by array. */
final class MatrixEntriesCoder extends AtomicCoder<MatrixEntries> {
  private static final MatrixEntriesCoder INSTANCE = new MatrixEntriesCoder();

  private MatrixEntriesCoder() {}

  static MatrixEntriesCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(MatrixEntries piece, OutputStream out) throws IOException {
    PackedNumbers.writeInts(piece.rows(), out);
    PackedNumbers.writeInts(piece.ends(), out);
    PackedNumbers.writeInts(piece.columns(), out);
    PackedNumbers.writeFloats(piece.values(), out);
    PackedNumbers.writeInts(piece.counts(), out);
    PackedNumbers.writeInts(piece.firstDays(), out);
  }

  @Override
  public MatrixEntries decode(InputStream in) throws IOException {
    int[] rows = PackedNumbers.readInts(in);
    int[] ends = PackedNumbers.readInts(in);
    int[] columns = PackedNumbers.readInts(in);
    float[] values = PackedNumbers.readFloats(in);
    int[] counts = PackedNumbers.readInts(in);
    return new MatrixEntries(rows, ends, columns, values, counts, PackedNumbers.readInts(in));
  }
}
