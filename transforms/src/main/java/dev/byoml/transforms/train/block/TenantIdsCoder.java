package dev.byoml.transforms.train.block;

import dev.byoml.model.matrix.TenantIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes {@link TenantIds} as two lists of texts. */
final class TenantIdsCoder extends AtomicCoder<TenantIds> {
  private static final TenantIdsCoder INSTANCE = new TenantIdsCoder();
  private static final ListCoder<String> IDS = ListCoder.of(StringUtf8Coder.of());

  private TenantIdsCoder() {}

  static TenantIdsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TenantIds ids, OutputStream out) throws IOException {
    IDS.encode(ids.users(), out);
    IDS.encode(ids.resources(), out);
  }

  @Override
  public TenantIds decode(InputStream in) throws IOException {
    List<String> users = IDS.decode(in);
    return new TenantIds(users, IDS.decode(in));
  }
}
