package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes lines of text to files whose names and content do not depend on how a runner cut its work:
 * the key of a line is the name of its file, and a file's lines are sorted. A file without lines is
 * not made; a file of that name is replaced.
 *
 * <p>The lines of one file are sorted in memory, so choose names that spread the lines.
 */
public final class WriteLines
    extends PTransform<PCollection<KV<String, String>>, PCollection<Void>> {
  private final String folder;

  private WriteLines(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteLines to(String folder) {
    return new WriteLines(folder);
  }

  /** Makes the files. The result is empty. */
  @Override
  public PCollection<Void> expand(PCollection<KV<String, String>> lines) {
    return lines
        .apply("Group by file", GroupByKey.create())
        .apply("Write files", ParDo.of(new WriteFileFn(folder)))
        .setCoder(VoidCoder.of());
  }

  private static final class WriteFileFn extends DoFn<KV<String, Iterable<String>>, Void> {
    private final String folder;

    WriteFileFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> file) throws IOException {
      List<String> lines = new ArrayList<>();
      file.getValue().forEach(lines::add);
      lines.sort(null);
      String path = OutputFiles.in(folder, file.getKey());
      try (OutputStream out = new BufferedOutputStream(OutputFiles.create(path))) {
        for (String line : lines) {
          out.write(line.getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        }
      }
    }
  }
}
