package dev.byoml.pipelines.benchmark;

import dev.byoml.transforms.azure.BlobAccounts;
import dev.byoml.transforms.azure.BlobChannel;
import dev.byoml.transforms.azure.BlobClients;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads and parses the rows of a blob in pieces, two at a time: through Beam's channel, which
 * fetches a range when it is asked for, and through {@link BlobChannel}, which fetches ahead. The
 * account is that of the environment.
 */
public final class BlobReading {
  private static final long PIECE = 16L << 20;
  private static final int BUFFER = 1 << 20;
  private static final int THREADS = 2;
  private static final int ROUNDS = 3;

  private interface Opener {
    ReadableByteChannel open(long start, long end) throws IOException;
  }

  private BlobReading() {}

  /**
   * Uploads a file and reads it.
   *
   * @param arguments name of the account, file
   */
  public static void main(String[] arguments) throws Exception {
    String path = "azfs://" + arguments[0] + "/benchmark/events.json";
    PipelineOptions options = PipelineOptionsFactory.create();
    BlobAccounts.named(List.of(path)).applyTo(options);
    FileSystems.setDefaultPipelineOptions(options);
    Path file = Path.of(arguments[1]);
    BlobClients.of(options)
        .createBlobContainerIfNotExists("benchmark")
        .getBlobClient("events.json")
        .uploadFromFile(file.toString(), true);
    long size = Files.size(file);
    Opener beam =
        (start, end) ->
            ((SeekableByteChannel) FileSystems.open(FileSystems.matchNewResource(path, false)))
                .position(start);
    Opener ahead = (start, end) -> BlobChannel.open(options, path, start, end);
    for (int round = 0; round < ROUNDS; round++) {
      double before = seconds(beam, size);
      double after = seconds(ahead, size);
      System.out.printf(
          Locale.ROOT,
          "%d MB in pieces of 16 MiB: Beam's channel %.1f s (%.0f MB/s), fetched ahead %.1f s (%.0f"
              + " MB/s), %.1f times%n",
          size / 1_000_000,
          before,
          size / before / 1e6,
          after,
          size / after / 1e6,
          before / after);
    }
    System.exit(0);
  }

  private static double seconds(Opener opener, long size) throws Exception {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Long>> pieces = new ArrayList<>();
    for (long from = 0; from < size; from += PIECE) {
      long first = from;
      pieces.add(threads.submit(() -> read(opener, first, Math.min(size, first + PIECE))));
    }
    long rows = 0;
    for (Future<Long> piece : pieces) {
      rows += piece.get();
    }
    threads.shutdown();
    if (rows == 0) {
      throw new IllegalStateException("no row was read");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Parses the whole lines between two offsets; which lines are cut does not matter here. */
  private static long read(Opener opener, long from, long end) throws IOException {
    LineParser parser = new LineParser(Templates.load(Templates.DEFAULT), TimeRange.ALL);
    byte[] bytes = new byte[BUFFER];
    int kept = 0;
    long rows = 0;
    try (ReadableByteChannel channel = opener.open(from, end)) {
      for (long left = end - from; left > 0; ) {
        int most = (int) Math.min(left, bytes.length - kept);
        int count = channel.read(ByteBuffer.wrap(bytes, kept, most));
        if (count < 0) {
          break;
        }
        left -= count;
        int filled = kept + count;
        int start = 0;
        for (int lineEnd = Words.lineFeed(bytes, start, filled);
            lineEnd < filled;
            lineEnd = Words.lineFeed(bytes, start, filled)) {
          rows +=
              parser.read(new SourceLine("events.json", 0, bytes, start, lineEnd, null))
                      == LineParser.Fate.USED
                  ? 1
                  : 0;
          start = lineEnd + 1;
        }
        kept = filled - start;
        System.arraycopy(bytes, start, bytes, 0, kept);
      }
    }
    return rows;
  }
}
