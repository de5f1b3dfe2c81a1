package dev.byoml.transforms.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link SourceLine} as source, position, bytes and problem, in that order. */
public final class SourceLineCoder extends AtomicCoder<SourceLine> {
  private static final SourceLineCoder INSTANCE = new SourceLineCoder();
  private static final LineProblem[] PROBLEMS = LineProblem.values();

  private SourceLineCoder() {}

  /** The coder. */
  public static SourceLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SourceLine line, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(line.source(), out);
    VarLongCoder.of().encode(line.position(), out);
    ByteArrayCoder.of().encode(line.bytes(), out);
    VarIntCoder.of().encode(line.problem() == null ? 0 : line.problem().ordinal() + 1, out);
  }

  @Override
  public SourceLine decode(InputStream in) throws IOException {
    String source = StringUtf8Coder.of().decode(in);
    long position = VarLongCoder.of().decode(in);
    byte[] bytes = ByteArrayCoder.of().decode(in);
    int problem = VarIntCoder.of().decode(in);
    return new SourceLine(source, position, bytes, problem == 0 ? null : PROBLEMS[problem - 1]);
  }
}
