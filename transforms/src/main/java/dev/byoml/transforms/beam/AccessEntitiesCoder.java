package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessEntities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes {@link AccessEntities} as its six parts in turn. */
public final class AccessEntitiesCoder extends AtomicCoder<AccessEntities> {
  private static final AccessEntitiesCoder INSTANCE = new AccessEntitiesCoder();

  private AccessEntitiesCoder() {}

  /** The coder. */
  public static AccessEntitiesCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessEntities entities, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(entities.actorName(), out);
    StringUtf8Coder.of().encode(entities.actorDomain(), out);
    StringUtf8Coder.of().encode(entities.actorSid(), out);
    StringUtf8Coder.of().encode(entities.hostName(), out);
    StringUtf8Coder.of().encode(entities.dnsDomain(), out);
    StringUtf8Coder.of().encode(entities.ipAddress(), out);
  }

  @Override
  public AccessEntities decode(InputStream in) throws IOException {
    String actorName = StringUtf8Coder.of().decode(in);
    String actorDomain = StringUtf8Coder.of().decode(in);
    String actorSid = StringUtf8Coder.of().decode(in);
    String hostName = StringUtf8Coder.of().decode(in);
    String dnsDomain = StringUtf8Coder.of().decode(in);
    String ipAddress = StringUtf8Coder.of().decode(in);
    return new AccessEntities(actorName, actorDomain, actorSid, hostName, dnsDomain, ipAddress);
  }
}
