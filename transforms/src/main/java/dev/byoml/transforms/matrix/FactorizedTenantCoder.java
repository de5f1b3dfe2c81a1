package dev.byoml.transforms.matrix;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.transforms.beam.PackedNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes a {@link FactorizedTenant}: the accesses, factors of both sides, objective. */
public final class FactorizedTenantCoder extends AtomicCoder<FactorizedTenant> {
  private static final FactorizedTenantCoder INSTANCE = new FactorizedTenantCoder();
  private static final ListCoder<Double> OBJECTIVE = ListCoder.of(DoubleCoder.of());

  private FactorizedTenantCoder() {}

  public static FactorizedTenantCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FactorizedTenant value, OutputStream out) throws IOException {
    AccessMatrixCoder.of().encode(value.accesses(), out);
    Factorization factorization = value.factorization();
    VarIntCoder.of().encode(factorization.users().rank(), out);
    PackedNumbers.writeDoubles(factorization.users().values(), out);
    PackedNumbers.writeDoubles(factorization.resources().values(), out);
    OBJECTIVE.encode(factorization.objective(), out);
  }

  @Override
  public FactorizedTenant decode(InputStream in) throws IOException {
    AccessMatrix accesses = AccessMatrixCoder.of().decode(in);
    int rank = VarIntCoder.of().decode(in);
    Factors users = new Factors(rank, PackedNumbers.readDoubles(in));
    Factors resources = new Factors(rank, PackedNumbers.readDoubles(in));
    return new FactorizedTenant(
        accesses, new Factorization(users, resources, OBJECTIVE.decode(in)));
  }
}
