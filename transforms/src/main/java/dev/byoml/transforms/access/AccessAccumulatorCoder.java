package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.transforms.beam.AccessEntitiesCoder;
import dev.byoml.transforms.beam.AccessTotalsCoder;
import dev.byoml.transforms.beam.DailyCountsCoder;
import dev.byoml.transforms.beam.InstantCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a compacted {@link AccessAccumulator}. */
final class AccessAccumulatorCoder extends AtomicCoder<AccessAccumulator> {
  private static final AccessAccumulatorCoder INSTANCE = new AccessAccumulatorCoder();
  private static final Coder<AccessTotals> TOTALS = NullableCoder.of(AccessTotalsCoder.of());

  private AccessAccumulatorCoder() {}

  static AccessAccumulatorCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessAccumulator value, OutputStream out) throws IOException {
    value.compact();
    TOTALS.encode(value.anonymous(), out);
    DailyCountsCoder.of().encode(value.anonymousDays(), out);
    VarLongCoder.of().encode(value.duplicates(), out);
    long[] identified = value.identified();
    ByteBuffer bytes = ByteBuffer.allocate(identified.length * Long.BYTES);
    bytes.asLongBuffer().put(identified);
    ByteArrayCoder.of().encode(bytes.array(), out);
    if (identified.length > 0) {
      InstantCoder.of().encode(value.lastIdentified(), out);
      AccessEntitiesCoder.of().encode(value.entities(), out);
    }
  }

  @Override
  public AccessAccumulator decode(InputStream in) throws IOException {
    AccessTotals anonymous = TOTALS.decode(in);
    DailyCounts days = DailyCountsCoder.of().decode(in);
    long duplicates = VarLongCoder.of().decode(in);
    LongBuffer numbers = ByteBuffer.wrap(ByteArrayCoder.of().decode(in)).asLongBuffer();
    long[] identified = new long[numbers.remaining()];
    numbers.get(identified);
    if (identified.length == 0) {
      return new AccessAccumulator(
          anonymous, days, identified, duplicates, null, AccessEntities.UNKNOWN);
    }
    return new AccessAccumulator(
        anonymous,
        days,
        identified,
        duplicates,
        InstantCoder.of().decode(in),
        AccessEntitiesCoder.of().decode(in));
  }
}
