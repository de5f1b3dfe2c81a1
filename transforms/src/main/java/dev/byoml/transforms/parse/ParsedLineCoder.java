package dev.byoml.transforms.parse;

import dev.byoml.transforms.beam.AccessEventCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * Encodes a {@link ParsedLine} as a byte that says what became of it, and what there is to tell.
 */
public final class ParsedLineCoder extends AtomicCoder<ParsedLine> {
  private static final ParsedLineCoder INSTANCE = new ParsedLineCoder();
  private static final int USED = 0;
  private static final int FILTERED = 1;
  private static final int REJECTED = 2;

  private ParsedLineCoder() {}

  /** The coder. */
  public static ParsedLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ParsedLine line, OutputStream out) throws IOException {
    if (line instanceof ParsedLine.Used used) {
      out.write(USED);
      AccessEventCoder.of().encode(used.event(), out);
    } else if (line instanceof ParsedLine.Filtered filtered) {
      out.write(FILTERED);
      StringUtf8Coder.of().encode(filtered.reason(), out);
    } else if (line instanceof ParsedLine.Rejected rejected) {
      out.write(REJECTED);
      RejectedLineCoder.of().encode(rejected.line(), out);
    }
  }

  @Override
  public ParsedLine decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case USED -> new ParsedLine.Used(AccessEventCoder.of().decode(in));
      case FILTERED -> new ParsedLine.Filtered(StringUtf8Coder.of().decode(in));
      case REJECTED -> new ParsedLine.Rejected(RejectedLineCoder.of().decode(in));
      default -> throw new IOException("no parsed line begins with " + kind);
    };
  }
}
