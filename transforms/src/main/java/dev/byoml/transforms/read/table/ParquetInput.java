package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.UnreadableInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file on any of Beam's file systems, of which Parquet reads the end first. */
final class ParquetInput implements InputFile, Closeable {
  private final String file;
  private SeekableByteChannel channel;
  private Exception failure;

  ParquetInput(String file) {
    this.file = file;
  }

  @Override
  public long getLength() throws IOException {
    return channel().size();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel opened = channel();
    return new DelegatingSeekableInputStream(new Watched(Channels.newInputStream(opened))) {
      @Override
      public long getPos() throws IOException {
        return opened.position();
      }

      @Override
      public void seek(long position) throws IOException {
        opened.position(position);
      }
    };
  }

  /**
   * Checks that a file whose content cannot be understood was read as it is stored.
   *
   * @throws UnreadableInputException if the file system failed
   */
  void checkHasNotFailed(Exception e) throws UnreadableInputException {
    if (failure != null) {
      throw new UnreadableInputException(file, String.valueOf(failure.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private SeekableByteChannel channel() throws IOException {
    if (channel == null) {
      try {
        ReadableByteChannel opened = FileSystems.open(FileSystems.matchNewResource(file, false));
        if (!(opened instanceof SeekableByteChannel seekable)) {
          opened.close();
          throw new IOException("Parquet can be read only where reading can start within a file");
        }
        channel = seekable;
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return channel;
  }

  /** Remembers whether reading failed in the file system. */
  private final class Watched extends InputStream {
    private final InputStream in;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
      try {
        return in.read(bytes, start, length);
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }
  }
}
