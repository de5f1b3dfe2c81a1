package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessTotals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes {@link AccessTotals} as events, count, first, last and entities. */
public final class AccessTotalsCoder extends AtomicCoder<AccessTotals> {
  private static final AccessTotalsCoder INSTANCE = new AccessTotalsCoder();

  private AccessTotalsCoder() {}

  /** The coder. */
  public static AccessTotalsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessTotals totals, OutputStream out) throws IOException {
    VarLongCoder.of().encode(totals.events(), out);
    VarLongCoder.of().encode(totals.count(), out);
    InstantCoder.of().encode(totals.first(), out);
    InstantCoder.of().encode(totals.last(), out);
    AccessEntitiesCoder.of().encode(totals.entities(), out);
  }

  @Override
  public AccessTotals decode(InputStream in) throws IOException {
    long events = VarLongCoder.of().decode(in);
    long count = VarLongCoder.of().decode(in);
    Instant first = InstantCoder.of().decode(in);
    Instant last = InstantCoder.of().decode(in);
    AccessEntities entities = AccessEntitiesCoder.of().decode(in);
    return new AccessTotals(events, count, first, last, entities);
  }
}
