package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The bytes of a blob from an offset on. While some are read, the ranges after them are fetched: at
 * most {@value #AHEAD} of {@value #RANGE} bytes, so that a channel holds 16 MiB at most. Beam's own
 * channel fetches one after the other, each when it is asked for, and with each opening the first 4
 * MiB of the blob, wherever it is to begin. For one thread.
 */
public final class BlobChannel implements ReadableByteChannel {
  /** As much as the client of Azure asks for at once by default. */
  static final int RANGE = 4 << 20;

  /** Ranges that are fetched while one is read. */
  static final int AHEAD = 3;

  /**
   * Bytes that are asked for where reading may end at any time, and then twice as many each time.
   */
  private static final int BEYOND = 1 << 16;

  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int MOST_RETRIES = 5;

  private static final ExecutorService FETCHERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "byoml-blob");
            thread.setDaemon(true);
            return thread;
          });

  private final BlobClient blob;
  private final long until;
  private final Deque<Future<Fetched>> coming = new ArrayDeque<>();

  /** Length and version of the blob that is read, as the first answer gives them. */
  private long size;

  private String version;

  private ByteBuffer current;
  private long next;
  private int beyond = BEYOND;
  private boolean open = true;

  private record Fetched(byte[] bytes, String version, String range) {}

  private BlobChannel(BlobClient blob, long offset, long until) {
    this.blob = blob;
    this.next = offset;
    this.until = until;
  }

  /**
   * Opens a blob.
   *
   * @param path {@code azfs://account/container/name}
   * @param offset of the first byte that is read
   * @param until offset at which reading is expected to end, up to which ranges are fetched ahead;
   *     0 if it may end anywhere
   * @return a channel at the offset, or null if the blob ends there
   * @throws EOFException if it ends before
   * @throws BlobStorageException if it cannot be read
   */
  public static ReadableByteChannel open(
      PipelineOptions options, String path, long offset, long until) throws IOException {
    BlobPath parts = BlobPath.parse(requireNonNull(path, "path"));
    BlobClient blob =
        BlobClients.shared(options)
            .getBlobContainerClient(parts.container())
            .getBlobClient(parts.name());
    BlobChannel channel = new BlobChannel(blob, offset, until);
    return channel.begin() ? channel : null;
  }

  private boolean begin() throws IOException {
    long start = next;
    int length = lengthAt(start);
    next += length;
    Fetched first;
    try {
      first = fetch(start, length, null);
    } catch (BlobStorageException e) {
      if (e.getStatusCode() != RANGE_NOT_SATISFIABLE) {
        throw e;
      }
      long there = blob.getProperties().getBlobSize();
      if (there < start) {
        throw new EOFException(
            "it has only %d bytes, though it had at least %d before".formatted(there, start));
      }
      return false;
    }
    version = first.version();
    // "bytes 0-4194303/16777216" (RFC 9110, 14.4)
    size = Long.parseLong(first.range().substring(first.range().indexOf('/') + 1));
    take(first);
    return true;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    while (!current.hasRemaining()) {
      if (coming.isEmpty()) {
        if (next >= size) {
          return -1;
        }
        ask();
      }
      take(await(coming.remove()));
    }
    int count = Math.min(target.remaining(), current.remaining());
    target.put(current.slice(current.position(), count));
    current.position(current.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    coming.forEach(fetch -> fetch.cancel(true));
    coming.clear();
  }

  /** Reads a range from here on, and asks for those after it. */
  private void take(Fetched fetched) {
    current = ByteBuffer.wrap(fetched.bytes());
    while (coming.size() < AHEAD && next < Math.min(size, until)) {
      ask();
    }
  }

  private void ask() {
    long start = next;
    int length = lengthAt(start);
    next += length;
    coming.add(FETCHERS.submit(() -> fetch(start, length, version)));
  }

  private int lengthAt(long start) {
    if (start < until) {
      return (int) Math.min(RANGE, until - start);
    }
    int length = beyond;
    beyond = Math.min(RANGE, 2 * beyond);
    return length;
  }

  private Fetched fetch(long start, int length, String ofVersion) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    BlobDownloadResponse response =
        blob.downloadStreamWithResponse(
            bytes,
            new BlobRange(start, (long) length),
            new DownloadRetryOptions().setMaxRetryRequests(MOST_RETRIES),
            new BlobRequestConditions().setIfMatch(ofVersion),
            false,
            null,
            Context.NONE);
    return new Fetched(
        bytes.toByteArray(),
        response.getDeserializedHeaders().getETag(),
        response.getDeserializedHeaders().getContentRange());
  }

  private static Fetched await(Future<Fetched> fetch) throws IOException {
    try {
      return fetch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }
}
