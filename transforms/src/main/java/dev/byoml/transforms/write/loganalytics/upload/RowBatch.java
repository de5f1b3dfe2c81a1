package dev.byoml.transforms.write.loganalytics.upload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows that are sent in one request. */
final class RowBatch {
  private final List<String> rows;
  private final byte[] body;

  /**
   * A batch of rows.
   *
   * @param rows JSON objects
   * @param body the same as one JSON array in UTF-8
   */
  RowBatch(List<String> rows, byte[] body) {
    this.rows = List.copyOf(rows);
    this.body = body;
  }

  /** A batch of {@code rows}, of whatever size. */
  static RowBatch of(List<String> rows) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write('[');
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(rows.get(i).getBytes(StandardCharsets.UTF_8));
    }
    body.write(']');
    return new RowBatch(rows, body.toByteArray());
  }

  List<String> rows() {
    return rows;
  }

  /** The rows as a JSON array in UTF-8; not to be changed. */
  byte[] body() {
    return body;
  }

  /** Both halves of a batch of two rows or more. */
  List<RowBatch> halves() {
    int middle = rows.size() / 2;
    return List.of(of(rows.subList(0, middle)), of(rows.subList(middle, rows.size())));
  }
}
