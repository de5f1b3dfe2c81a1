package dev.byoml.transforms.write.loganalytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.loganalytics.upload.BatchSender;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.RowSender;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of rows that were not written: NDJSON, each line a row as it would have been sent, named
 * {@code dead-letters-DIGEST.ndjson} by a digest of their content; {@code
 * dead-letters-hopeless-DIGEST.ndjson} holds rows that the service can never take.
 */
public final class DeadLetters {
  /** The folder of such files within an output folder. */
  public static final String FOLDER = "dead-letters";

  /** Names of the files. */
  public static final String FILES = "dead-letters-*.ndjson";

  /** What stands in the name of a file whose rows the service can never take. */
  private static final String HOPELESS = "hopeless-";

  private static final int DIGITS = 16;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private DeadLetters() {}

  /**
   * Sends the rows of files. A file is gone when all of its rows were written; what was not written
   * is in a file of the same folder again. Nothing is deleted before it is written or kept, so a
   * call that breaks off loses nothing and can be made again.
   *
   * @param files paths of the files
   * @param stream where the rows go
   * @param deadline how long each request is repeated
   * @return what became of the rows
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the thread is interrupted
   */
  public static SendNumbers resend(List<String> files, LogAnalyticsStream stream, Duration deadline)
      throws IOException, InterruptedException {
    SendSettings settings = SendSettings.DEFAULT.withDeadline(deadline);
    SendNumbers numbers = new SendNumbers();
    try (BatchSender sender = settings.sender(stream, 0)) {
      for (String file : files) {
        resend(file, sender, numbers);
      }
    }
    return numbers;
  }

  /** Whether the rows of a file can never be written. */
  public static boolean isHopeless(String file) {
    return file.substring(file.lastIndexOf('/') + 1).startsWith("dead-letters-" + HOPELESS);
  }

  /** Sends the rows of one file. */
  static void resend(String file, BatchSender sender, SendNumbers numbers)
      throws IOException, InterruptedException {
    List<UnwrittenRow> left = new ArrayList<>();
    RowSender rows = new RowSender(sender, numbers, left::add);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(OutputFiles.open(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        if (isRow(line)) {
          rows.add(line);
        } else {
          // One such line would have the service refuse all that is sent with it.
          rows.refuse(line, "a line of a dead-letter file is no JSON object");
        }
      }
    }
    rows.finish();
    List<String> kept = new ArrayList<>();
    for (boolean isHopeless : new boolean[] {false, true}) {
      List<String> lines =
          left.stream()
              .filter(row -> row.isHopeless() == isHopeless)
              .map(UnwrittenRow::row)
              .toList();
      if (!lines.isEmpty()) {
        kept.add(write(folderOf(file), lines, isHopeless));
      }
    }
    if (!kept.contains(file)) {
      OutputFiles.delete(file);
    }
  }

  private static boolean isRow(String line) {
    try {
      return JSON.readTree(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String folderOf(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "." : file.substring(0, slash);
  }

  /**
   * Writes a file of {@code rows}, named by their digest.
   *
   * @param isHopeless whether the service can never take them, which the name says too
   * @return its path
   */
  static String write(String folder, List<String> rows, boolean isHopeless) throws IOException {
    List<String> sorted = rows.stream().sorted().toList();
    ContentDigest digest = new ContentDigest();
    sorted.forEach(digest::add);
    String path =
        OutputFiles.in(
            folder,
            FILES.replace("*", (isHopeless ? HOPELESS : "") + digest.toHex().substring(0, DIGITS)));
    try (OutputStream out = new BufferedOutputStream(OutputFiles.create(path))) {
      for (String row : sorted) {
        out.write(row.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
    return path;
  }
}
