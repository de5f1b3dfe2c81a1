package dev.byoml.transforms.source.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file as the file system gives them. Remembers whether that failed, so that a fault
 * of the file system can be distinguished from a fault in what the file holds.
 */
final class RawInputStream extends FilterInputStream {
  private boolean failed;

  RawInputStream(InputStream in) {
    super(in);
  }

  /** Whether reading failed in the file system. */
  boolean hasFailed() {
    return failed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int start, int length) throws IOException {
    try {
      return super.read(bytes, start, length);
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }
}
