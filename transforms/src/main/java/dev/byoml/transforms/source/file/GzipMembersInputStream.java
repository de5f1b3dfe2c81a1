package dev.byoml.transforms.source.file;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Decompresses all members of a gzip file. Where the file is damaged, every byte before the damage
 * is given out, and only the read after it fails. The header too is looked at by the first read.
 */
final class GzipMembersInputStream extends InputStream {
  private final InputStream compressed;
  private GzipCompressorInputStream members;
  private IOException damage;

  GzipMembersInputStream(InputStream compressed) {
    this.compressed = compressed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int start, int length) throws IOException {
    if (damage != null) {
      throw damage;
    }
    if (members == null) {
      members = new GzipCompressorInputStream(compressed, true);
    }
    long before = members.getBytesRead();
    try {
      return members.read(bytes, start, length);
    } catch (IOException e) {
      // The library throws away the number of bytes that it has already put into the array.
      int salvaged = (int) (members.getBytesRead() - before);
      if (salvaged == 0) {
        throw e;
      }
      damage = e;
      return salvaged;
    }
  }

  @Override
  public void close() throws IOException {
    if (members != null) {
      members.close();
    }
    compressed.close();
  }
}
