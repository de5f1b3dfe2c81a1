package dev.byoml.transforms.access;

import dev.byoml.transforms.beam.AccessTotalsCoder;
import dev.byoml.transforms.beam.DailyCountsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes an {@link AccessSummary}: totals, number of duplicates, days. */
public final class AccessSummaryCoder extends AtomicCoder<AccessSummary> {
  private static final AccessSummaryCoder INSTANCE = new AccessSummaryCoder();

  private AccessSummaryCoder() {}

  /** The coder. */
  public static AccessSummaryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessSummary value, OutputStream out) throws IOException {
    AccessTotalsCoder.of().encode(value.totals(), out);
    VarLongCoder.of().encode(value.duplicates(), out);
    DailyCountsCoder.of().encode(value.days(), out);
  }

  @Override
  public AccessSummary decode(InputStream in) throws IOException {
    return new AccessSummary(
        AccessTotalsCoder.of().decode(in),
        VarLongCoder.of().decode(in),
        DailyCountsCoder.of().decode(in));
  }
}
