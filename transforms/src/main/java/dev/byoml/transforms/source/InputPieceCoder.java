package dev.byoml.transforms.source;

import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes an {@link InputPiece} as its kind and its components. */
public final class InputPieceCoder extends AtomicCoder<InputPiece> {
  private static final InputPieceCoder INSTANCE = new InputPieceCoder();

  private InputPieceCoder() {}

  /** The coder. */
  public static InputPieceCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(InputPiece piece, OutputStream out) throws IOException {
    if (piece instanceof FileRange range) {
      out.write(0);
      StringUtf8Coder.of().encode(range.file(), out);
      VarLongCoder.of().encode(range.start(), out);
      VarLongCoder.of().encode(range.end(), out);
    } else if (piece instanceof TopicRange range) {
      out.write(1);
      StringUtf8Coder.of().encode(range.topic(), out);
      VarIntCoder.of().encode(range.partition(), out);
      VarLongCoder.of().encode(range.start(), out);
      VarLongCoder.of().encode(range.end(), out);
    }
  }

  @Override
  public InputPiece decode(InputStream in) throws IOException {
    boolean isTopic = in.read() == 1;
    String name = StringUtf8Coder.of().decode(in);
    int partition = isTopic ? VarIntCoder.of().decode(in) : 0;
    long start = VarLongCoder.of().decode(in);
    long end = VarLongCoder.of().decode(in);
    return isTopic ? new TopicRange(name, partition, start, end) : new FileRange(name, start, end);
  }
}
