package dev.byoml.transforms.loganalytics;

import dev.byoml.model.score.ContentDigest;
import dev.byoml.transforms.write.OutputFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of rows that were not written: NDJSON, each line a row as it would have been sent. */
public final class DeadLetters {
  /** The folder of such files within an output folder. */
  public static final String FOLDER = "dead-letters";

  /** Names of the files. */
  public static final String FILES = "dead-letters-*.ndjson";

  private static final int DIGITS = 16;

  private DeadLetters() {}

  /** Writes a file of {@code rows}, named by their digest. */
  static void write(String folder, List<String> rows) throws IOException {
    ContentDigest digest = new ContentDigest();
    rows.forEach(digest::add);
    String name = FILES.replace("*", digest.toHex().substring(0, DIGITS));
    replace(OutputFiles.in(folder, name), rows);
  }

  private static void replace(String path, List<String> rows) throws IOException {
    try (OutputStream out = new BufferedOutputStream(OutputFiles.create(path))) {
      for (String row : rows) {
        out.write(row.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
  }
}
