package dev.byoml.transforms.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link FileRange} as file, start and end. */
public final class FileRangeCoder extends AtomicCoder<FileRange> {
  private static final FileRangeCoder INSTANCE = new FileRangeCoder();

  private FileRangeCoder() {}

  public static FileRangeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(FileRange range, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(range.file(), out);
    VarLongCoder.of().encode(range.start(), out);
    VarLongCoder.of().encode(range.end(), out);
  }

  @Override
  public FileRange decode(InputStream in) throws IOException {
    String file = StringUtf8Coder.of().decode(in);
    long start = VarLongCoder.of().decode(in);
    return new FileRange(file, start, VarLongCoder.of().decode(in));
  }
}
