package dev.byoml.transforms.source.file;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.azure.BlobFailures;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.FluentBackoff;
import org.apache.beam.sdk.util.Sleeper;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a file from an offset on. Where the file system fails on the way, the file is opened
 * again at that place, some times with growing pauses. That also reads a blob on that grows
 * meanwhile: the store refuses the rest of it, because it is no longer the one that was opened.
 */
final class ResumingInputStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(ResumingInputStream.class);

  private static final FluentBackoff PAUSES =
      FluentBackoff.DEFAULT
          .withMaxRetries(4)
          .withInitialBackoff(Duration.millis(500))
          .withMaxBackoff(Duration.standardSeconds(10));

  private static final int SKIP_BUFFER = 1 << 16;
  private static final String SHORTER = "it has only %d bytes, though it had at least %d before";

  /** Opens the file. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it at an offset.
     *
     * @return null if it ends there
     * @throws EOFException if it ends before
     */
    ReadableByteChannel openAt(long offset) throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final Sleeper sleeper;

  /** Starts anew whenever bytes were read. */
  private BackOff pauses = PAUSES.backoff();

  private long offset;
  private ReadableByteChannel channel;

  /**
   * The bytes from an offset on; the file is opened when they are read.
   *
   * @param name of the file, for the log
   * @param offset of the first byte
   * @param sleeper waits between attempts
   */
  ResumingInputStream(String name, Opener opener, long offset, Sleeper sleeper) {
    this.name = requireNonNull(name, "name");
    this.opener = requireNonNull(opener, "opener");
    this.sleeper = requireNonNull(sleeper, "sleeper");
    this.offset = offset;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int start, int length) throws IOException {
    while (true) {
      try {
        if (channel == null) {
          channel = opener.openAt(offset);
        }
        if (channel == null) {
          return -1;
        }
        int count = channel.read(ByteBuffer.wrap(bytes, start, length));
        if (count > 0) {
          offset += count;
          pauses = PAUSES.backoff();
        }
        return count;
      } catch (IOException | RuntimeException e) {
        closeQuietly();
        waitOrThrow(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** Moves a channel that is at the start of its file, as an {@link Opener} does. */
  static ReadableByteChannel moved(ReadableByteChannel channel, long offset) throws IOException {
    if (offset == 0) {
      return channel;
    }
    if (!(channel instanceof SeekableByteChannel seekable)) {
      skip(channel, offset);
      return channel;
    }
    if (seekable.size() < offset) {
      throw new EOFException(SHORTER.formatted(seekable.size(), offset));
    }
    if (seekable.size() == offset) {
      channel.close();
      return null;
    }
    return seekable.position(offset);
  }

  private static void skip(ReadableByteChannel channel, long offset) throws IOException {
    ByteBuffer skipped = ByteBuffer.allocate(SKIP_BUFFER);
    for (long left = offset; left > 0; left -= skipped.position()) {
      skipped.clear().limit((int) Math.min(left, SKIP_BUFFER));
      if (channel.read(skipped) < 0) {
        throw new EOFException(SHORTER.formatted(offset - left, offset));
      }
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Closing {} failed", name, e);
    }
    channel = null;
  }

  private void waitOrThrow(Exception failure) throws IOException {
    IOException checked = failure instanceof IOException e ? e : new IOException(failure);
    try {
      if (isFinal(failure) || !BackOffUtils.next(sleeper, pauses)) {
        throw checked;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    LOG.info("Reading {} on at byte {} after: {}", name, offset, failure.toString());
  }

  private static boolean isFinal(Exception failure) {
    return failure instanceof FileNotFoundException
        || failure instanceof EOFException
        || failure instanceof NoSuchFileException
        || failure instanceof AccessDeniedException
        || BlobFailures.isFinal(failure);
  }
}
