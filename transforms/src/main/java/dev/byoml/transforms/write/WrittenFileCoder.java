package dev.byoml.transforms.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link WrittenFile} by its components, in their order. */
public final class WrittenFileCoder extends AtomicCoder<WrittenFile> {
  private static final long serialVersionUID = 1L;
  private static final WrittenFileCoder INSTANCE = new WrittenFileCoder();

  private WrittenFileCoder() {}

  /** The coder. */
  public static WrittenFileCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(WrittenFile file, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(file.folder(), out);
    StringUtf8Coder.of().encode(file.name(), out);
    VarLongCoder.of().encode(file.lines(), out);
    VarLongCoder.of().encode(file.bytes(), out);
    StringUtf8Coder.of().encode(file.sha256(), out);
  }

  @Override
  public WrittenFile decode(InputStream in) throws IOException {
    String folder = StringUtf8Coder.of().decode(in);
    String name = StringUtf8Coder.of().decode(in);
    long lines = VarLongCoder.of().decode(in);
    long bytes = VarLongCoder.of().decode(in);
    return new WrittenFile(folder, name, lines, bytes, StringUtf8Coder.of().decode(in));
  }
}
