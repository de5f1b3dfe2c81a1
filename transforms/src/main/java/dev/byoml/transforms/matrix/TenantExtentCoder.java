package dev.byoml.transforms.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.FloatCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link TenantExtent}. */
final class TenantExtentCoder extends AtomicCoder<TenantExtent> {
  private static final TenantExtentCoder INSTANCE = new TenantExtentCoder();

  private TenantExtentCoder() {}

  static TenantExtentCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TenantExtent extent, OutputStream out) throws IOException {
    VarLongCoder.of().encode(extent.accesses(), out);
    FloatCoder.of().encode(extent.lowestLikelihood(), out);
    FloatCoder.of().encode(extent.highestLikelihood(), out);
  }

  @Override
  public TenantExtent decode(InputStream in) throws IOException {
    long accesses = VarLongCoder.of().decode(in);
    float lowest = FloatCoder.of().decode(in);
    return new TenantExtent(accesses, lowest, FloatCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
