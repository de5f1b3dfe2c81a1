package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link AccessKey} as tenant, user and resource; deterministic, so fit for keys. */
public final class AccessKeyCoder extends AtomicCoder<AccessKey> {
  private static final AccessKeyCoder INSTANCE = new AccessKeyCoder();

  private AccessKeyCoder() {}

  /** The coder. */
  public static AccessKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessKey key, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(key.tenant(), out);
    StringUtf8Coder.of().encode(key.user(), out);
    StringUtf8Coder.of().encode(key.resource(), out);
  }

  @Override
  public AccessKey decode(InputStream in) throws IOException {
    String tenant = StringUtf8Coder.of().decode(in);
    String user = StringUtf8Coder.of().decode(in);
    return new AccessKey(tenant, user, StringUtf8Coder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
