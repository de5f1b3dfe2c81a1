package dev.byoml.transforms.source.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link InputPattern} as glob and flag. */
final class InputPatternCoder extends AtomicCoder<InputPattern> {
  private static final InputPatternCoder INSTANCE = new InputPatternCoder();

  private InputPatternCoder() {}

  static InputPatternCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(InputPattern pattern, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(pattern.glob(), out);
    BooleanCoder.of().encode(pattern.anyName(), out);
  }

  @Override
  public InputPattern decode(InputStream in) throws IOException {
    String glob = StringUtf8Coder.of().decode(in);
    return new InputPattern(glob, BooleanCoder.of().decode(in));
  }
}
