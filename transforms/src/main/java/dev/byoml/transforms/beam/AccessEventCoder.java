package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes an {@link AccessEvent} as key, time, count, entities and identity of the row. */
public final class AccessEventCoder extends AtomicCoder<AccessEvent> {
  private static final AccessEventCoder INSTANCE = new AccessEventCoder();

  private AccessEventCoder() {}

  /** The coder. */
  public static AccessEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessEvent event, OutputStream out) throws IOException {
    AccessKeyCoder.of().encode(event.key(), out);
    InstantCoder.of().encode(event.time(), out);
    VarLongCoder.of().encode(event.count(), out);
    AccessEntitiesCoder.of().encode(event.entities(), out);
    StringUtf8Coder.of().encode(event.itemId(), out);
  }

  @Override
  public AccessEvent decode(InputStream in) throws IOException {
    AccessKey key = AccessKeyCoder.of().decode(in);
    Instant time = InstantCoder.of().decode(in);
    long count = VarLongCoder.of().decode(in);
    AccessEntities entities = AccessEntitiesCoder.of().decode(in);
    return new AccessEvent(key, time, count, entities, StringUtf8Coder.of().decode(in));
  }
}
