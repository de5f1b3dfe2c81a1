package dev.byoml.transforms.matrix;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.transforms.beam.ArrayCoder;
import dev.byoml.transforms.beam.RecordCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** The coders of matrices. */
public final class MatrixCoders {
  /** Of a matrix's compressed rows. */
  public static final Coder<CompressedRows> ROWS = new CompressedRowsCoder();

  /** Of a tenant's accesses. */
  public static final Coder<AccessMatrix> ACCESSES =
      RecordCoder.of(
          AccessMatrix.class,
          StringUtf8Coder.of(),
          ListCoder.of(StringUtf8Coder.of()),
          ListCoder.of(StringUtf8Coder.of()),
          ROWS,
          ArrayCoder.INTS,
          ArrayCoder.INTS);

  private MatrixCoders() {}

  /** The number of columns, then array by array. */
  private static final class CompressedRowsCoder extends AtomicCoder<CompressedRows> {
    @Override
    public void encode(CompressedRows rows, OutputStream out) throws IOException {
      VarIntCoder.of().encode(rows.columnCount(), out);
      ArrayCoder.INTS.encode(rows.offsets(), out);
      ArrayCoder.INTS.encode(rows.columns(), out);
      ArrayCoder.FLOATS.encode(rows.values(), out);
    }

    @Override
    public CompressedRows decode(InputStream in) throws IOException {
      int columnCount = VarIntCoder.of().decode(in);
      int[] offsets = ArrayCoder.INTS.decode(in);
      int[] columns = ArrayCoder.INTS.decode(in);
      return new CompressedRows(columnCount, offsets, columns, ArrayCoder.FLOATS.decode(in));
    }
  }
}
