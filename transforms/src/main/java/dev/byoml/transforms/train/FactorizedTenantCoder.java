package dev.byoml.transforms.train;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes a {@link FactorizedTenant}: ids, the matrix in compressed rows, factors, objective. */
final class FactorizedTenantCoder extends AtomicCoder<FactorizedTenant> {
  private static final FactorizedTenantCoder INSTANCE = new FactorizedTenantCoder();
  private static final ListCoder<String> IDS = ListCoder.of(StringUtf8Coder.of());
  private static final ListCoder<Double> OBJECTIVE = ListCoder.of(DoubleCoder.of());

  private FactorizedTenantCoder() {}

  static FactorizedTenantCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FactorizedTenant value, OutputStream out) throws IOException {
    AccessMatrix accesses = value.accesses();
    StringUtf8Coder.of().encode(accesses.tenant(), out);
    IDS.encode(accesses.users(), out);
    IDS.encode(accesses.resources(), out);
    DataOutputStream data = new DataOutputStream(out);
    CompressedRows likelihoods = accesses.likelihoods();
    for (int row = 0; row < likelihoods.rowCount(); row++) {
      data.writeInt(likelihoods.rowEnd(row));
    }
    for (int position = 0; position < likelihoods.valueCount(); position++) {
      data.writeInt(likelihoods.column(position));
      data.writeFloat(likelihoods.value(position));
      data.writeInt(accesses.counts()[position]);
    }
    data.writeInt(value.factorization().users().rank());
    encodeFactors(value.factorization().users(), data);
    encodeFactors(value.factorization().resources(), data);
    data.flush();
    OBJECTIVE.encode(value.factorization().objective(), out);
  }

  @Override
  public FactorizedTenant decode(InputStream in) throws IOException {
    String tenant = StringUtf8Coder.of().decode(in);
    List<String> users = IDS.decode(in);
    List<String> resources = IDS.decode(in);
    DataInputStream data = new DataInputStream(in);
    int[] offsets = new int[users.size() + 1];
    for (int row = 0; row < users.size(); row++) {
      offsets[row + 1] = data.readInt();
    }
    int size = offsets[users.size()];
    int[] columns = new int[size];
    float[] values = new float[size];
    int[] counts = new int[size];
    for (int position = 0; position < size; position++) {
      columns[position] = data.readInt();
      values[position] = data.readFloat();
      counts[position] = data.readInt();
    }
    CompressedRows likelihoods = new CompressedRows(resources.size(), offsets, columns, values);
    int rank = data.readInt();
    Factors userFactors = decodeFactors(users.size(), rank, data);
    Factors resourceFactors = decodeFactors(resources.size(), rank, data);
    return new FactorizedTenant(
        new AccessMatrix(tenant, users, resources, likelihoods, counts),
        new Factorization(userFactors, resourceFactors, OBJECTIVE.decode(in)));
  }

  private static void encodeFactors(Factors factors, DataOutputStream data) throws IOException {
    for (double value : factors.values()) {
      data.writeDouble(value);
    }
  }

  private static Factors decodeFactors(int rows, int rank, DataInputStream data)
      throws IOException {
    double[] values = new double[Math.multiplyExact(rows, rank)];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.readDouble();
    }
    return new Factors(rank, values);
  }
}
