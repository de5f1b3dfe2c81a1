package dev.byoml.transforms.parse;

import dev.byoml.transforms.parse.row.RejectionReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link RejectedLine} as source, position, label of the reason, detail and start. */
public final class RejectedLineCoder extends AtomicCoder<RejectedLine> {
  private static final RejectedLineCoder INSTANCE = new RejectedLineCoder();

  private RejectedLineCoder() {}

  /** The coder. */
  public static RejectedLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RejectedLine line, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(line.source(), out);
    VarLongCoder.of().encode(line.position(), out);
    StringUtf8Coder.of().encode(line.reason().label(), out);
    StringUtf8Coder.of().encode(line.detail(), out);
    StringUtf8Coder.of().encode(line.start(), out);
  }

  @Override
  public RejectedLine decode(InputStream in) throws IOException {
    String source = StringUtf8Coder.of().decode(in);
    long position = VarLongCoder.of().decode(in);
    RejectionReason reason = RejectionReason.ofLabel(StringUtf8Coder.of().decode(in));
    String detail = StringUtf8Coder.of().decode(in);
    return new RejectedLine(source, position, reason, detail, StringUtf8Coder.of().decode(in));
  }
}
