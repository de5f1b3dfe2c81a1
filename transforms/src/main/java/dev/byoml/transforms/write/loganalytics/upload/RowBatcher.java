package dev.byoml.transforms.write.loganalytics.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packs rows into batches as large as the service takes them. The size of a batch is that of its
 * JSON array, uncompressed, with brackets and commas; the client of {@code azure-monitor-ingestion}
 * adds up the rows alone and so can exceed the limit.
 */
final class RowBatcher {
  /**
   * The largest body in bytes. The service takes 1 MB, 1,048,576 bytes, of compressed and of
   * uncompressed data alike; a little is left, so that nobody's way of counting exceeds it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/azure-monitor/fundamentals/service-limits#logs-ingestion-api">limits
   *     of the Logs Ingestion API</a>
   */
  static final int MAX_BODY_BYTES = 1_048_576 - 1_024;

  /** Bytes of the brackets around the rows. */
  static final int BRACKETS = 2;

  private final int maxBytes;
  private List<String> rows = new ArrayList<>();
  private ByteArrayOutputStream body = new ByteArrayOutputStream();

  RowBatcher() {
    this(MAX_BODY_BYTES);
  }

  /** A batcher of another limit. */
  RowBatcher(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether a row of that many bytes fits into a batch at all. */
  boolean fits(int rowBytes) {
    return rowBytes + BRACKETS <= maxBytes;
  }

  /**
   * Adds a row.
   *
   * @param row a JSON object
   * @return the batch that was full before, if this row begins a new one
   * @throws IllegalArgumentException if the row fits into no batch
   */
  Optional<RowBatch> add(String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    if (!fits(bytes.length)) {
      throw new IllegalArgumentException("a row of %,d bytes is too large".formatted(bytes.length));
    }
    // The row comes with an opening bracket or a comma; the closing bracket follows.
    boolean full = body.size() + 1 + bytes.length + 1 > maxBytes;
    Optional<RowBatch> finished = full ? finish() : Optional.empty();
    body.write(rows.isEmpty() ? '[' : ',');
    body.writeBytes(bytes);
    rows.add(row);
    return finished;
  }

  /** The rows since the last batch, if there are any. */
  Optional<RowBatch> finish() {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    body.write(']');
    RowBatch batch = new RowBatch(rows, body.toByteArray());
    rows = new ArrayList<>();
    body = new ByteArrayOutputStream(maxBytes);
    return Optional.of(batch);
  }
}
