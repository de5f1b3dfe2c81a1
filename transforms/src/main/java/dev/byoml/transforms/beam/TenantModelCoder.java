package dev.byoml.transforms.beam;

import dev.byoml.model.store.TenantModelSerializer;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link TenantModel} in the form of {@link TenantModelSerializer}. */
public final class TenantModelCoder extends AtomicCoder<TenantModel> {
  private static final TenantModelCoder INSTANCE = new TenantModelCoder();

  private TenantModelCoder() {}

  /** The coder. */
  public static TenantModelCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TenantModel model, OutputStream out) throws IOException {
    TenantModelSerializer.write(model, out);
  }

  @Override
  public TenantModel decode(InputStream in) throws IOException {
    return TenantModelSerializer.read(in);
  }
}
