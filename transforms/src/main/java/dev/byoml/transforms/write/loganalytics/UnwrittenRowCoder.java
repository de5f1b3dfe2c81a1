package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link UnwrittenRow} as row and reason. */
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
  }

  @Override
  public UnwrittenRow decode(InputStream in) throws IOException {
    return new UnwrittenRow(StringUtf8Coder.of().decode(in), StringUtf8Coder.of().decode(in));
  }
}
