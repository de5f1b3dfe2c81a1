package dev.byoml.transforms.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.template.Templates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding and parsing lines, in nanoseconds for each line, beside Jackson without a reader. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinesBenchmark {
  /** Many more rows than a processor can learn by heart. */
  private static final int LINES = 20_000;

  private static final double SHARE_ACCESSES = 0.05;

  /** Rows of event 5140, of other events, or of a day on which 5 % are 5140. */
  @Param({"5140", "other", "mixed"})
  public String rows;

  private byte[] bytes;
  private final JsonFactory jackson = new JsonFactory();
  private LineParser parser;
  private long sum;

  /** Writes the rows. */
  @Setup
  public void write() {
    SplittableRandom random = new SplittableRandom(7);
    EventRows events = new EventRows(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < LINES; i++) {
      int user = random.nextInt(20_000);
      boolean isAccess =
          rows.equals("5140") || (rows.equals("mixed") && random.nextDouble() < SHARE_ACCESSES);
      String row =
          isAccess
              ? events.shareAccess(
                  user, "share" + random.nextInt(2_000), random.nextInt(86_400_000))
              : events.other(user, random.nextInt(86_400_000));
      out.writeBytes(row.getBytes(StandardCharsets.UTF_8));
    }
    bytes = out.toByteArray();
    parser = new LineParser(Templates.load("file-share-access"), TimeRange.ALL);
  }

  /** Finds the ends of the lines. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long split() {
    long sum = 0;
    for (int start = 0; start < bytes.length; ) {
      int end = Words.lineFeed(bytes, start, bytes.length);
      sum += end;
      start = end + 1;
    }
    return sum;
  }

  /** Finds the lines and what becomes of each, as when a file is read. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long parse() throws UnreadableInputException {
    sum = 0;
    parser.readRows(
        new Lines(bytes),
        (row, fate) -> sum += fate == LineParser.Fate.USED ? parser.access().nanoseconds() : 1);
    return sum;
  }

  /** The lines of an array. */
  private static final class Lines implements SourceLines {
    private final byte[] bytes;
    private int next;

    Lines(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public SourceLine next() {
      if (next == bytes.length) {
        return null;
      }
      int start = next;
      int end = Words.lineFeed(bytes, start, bytes.length);
      next = end + 1;
      return new SourceLine("events.json", start, bytes, start, end, null);
    }

    @Override
    public boolean hasNextAtHand() {
      return next < bytes.length;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  /** Goes through all tokens. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long bareJackson() throws IOException {
    long tokens = 0;
    for (int start = 0; start < bytes.length; ) {
      int end = Words.lineFeed(bytes, start, bytes.length);
      try (JsonParser tokenizer = jackson.createParser(bytes, start, end - start)) {
        for (JsonToken token = tokenizer.nextToken();
            token != null;
            token = tokenizer.nextToken()) {
          tokens++;
        }
      }
      start = end + 1;
    }
    return tokens;
  }
}
