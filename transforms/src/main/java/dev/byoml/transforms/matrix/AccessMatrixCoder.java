package dev.byoml.transforms.matrix;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link AccessMatrix}: ids, then the compressed rows array by array. */
public final class AccessMatrixCoder extends AtomicCoder<AccessMatrix> {
  private static final AccessMatrixCoder INSTANCE = new AccessMatrixCoder();
  private static final ListCoder<String> IDS = ListCoder.of(StringUtf8Coder.of());

  private AccessMatrixCoder() {}

  public static AccessMatrixCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessMatrix accesses, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(accesses.tenant(), out);
    IDS.encode(accesses.users(), out);
    IDS.encode(accesses.resources(), out);
    PackedNumbers.writeInts(accesses.likelihoods().offsets(), out);
    PackedNumbers.writeInts(accesses.likelihoods().columns(), out);
    PackedNumbers.writeFloats(accesses.likelihoods().values(), out);
    PackedNumbers.writeInts(accesses.counts(), out);
    PackedNumbers.writeInts(accesses.firstDays(), out);
  }

  @Override
  public AccessMatrix decode(InputStream in) throws IOException {
    String tenant = StringUtf8Coder.of().decode(in);
    List<String> users = IDS.decode(in);
    List<String> resources = IDS.decode(in);
    int[] offsets = PackedNumbers.readInts(in);
    int[] columns = PackedNumbers.readInts(in);
    float[] values = PackedNumbers.readFloats(in);
    return new AccessMatrix(
        tenant,
        users,
        resources,
        new CompressedRows(resources.size(), offsets, columns, values),
        PackedNumbers.readInts(in),
        PackedNumbers.readInts(in));
  }
}
