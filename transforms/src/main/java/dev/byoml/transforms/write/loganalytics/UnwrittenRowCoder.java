package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link UnwrittenRow} by its components, in their order. */
public final class UnwrittenRowCoder extends AtomicCoder<UnwrittenRow> {
  private static final UnwrittenRowCoder INSTANCE = new UnwrittenRowCoder();

  private UnwrittenRowCoder() {}

  /** The coder. */
  public static UnwrittenRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(UnwrittenRow row, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(row.row(), out);
    StringUtf8Coder.of().encode(row.reason(), out);
    BooleanCoder.of().encode(row.isHopeless(), out);
  }

  @Override
  public UnwrittenRow decode(InputStream in) throws IOException {
    String text = StringUtf8Coder.of().decode(in);
    String reason = StringUtf8Coder.of().decode(in);
    return new UnwrittenRow(text, reason, BooleanCoder.of().decode(in));
  }
}
