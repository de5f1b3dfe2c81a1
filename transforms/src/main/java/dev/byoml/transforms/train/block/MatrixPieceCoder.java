package dev.byoml.transforms.train.block;

import dev.byoml.model.matrix.MatrixPiece;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link MatrixPiece}, array by array. */
final class MatrixPieceCoder extends AtomicCoder<MatrixPiece> {
  private static final MatrixPieceCoder INSTANCE = new MatrixPieceCoder();

  private MatrixPieceCoder() {}

  static MatrixPieceCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(MatrixPiece piece, OutputStream out) throws IOException {
    PackedNumbers.writeInts(piece.rows(), out);
    PackedNumbers.writeInts(piece.ends(), out);
    PackedNumbers.writeInts(piece.columns(), out);
    PackedNumbers.writeFloats(piece.values(), out);
    PackedNumbers.writeInts(piece.counts(), out);
    PackedNumbers.writeInts(piece.firstDays(), out);
  }

  @Override
  public MatrixPiece decode(InputStream in) throws IOException {
    int[] rows = PackedNumbers.readInts(in);
    int[] ends = PackedNumbers.readInts(in);
    int[] columns = PackedNumbers.readInts(in);
    float[] values = PackedNumbers.readFloats(in);
    int[] counts = PackedNumbers.readInts(in);
    return new MatrixPiece(rows, ends, columns, values, counts, PackedNumbers.readInts(in));
  }
}
