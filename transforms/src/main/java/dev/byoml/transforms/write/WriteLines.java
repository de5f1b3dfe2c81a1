package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    extends PTransform<PCollection<KV<String, String>>, PCollection<WrittenFile>> {
  private final String folder;

  private WriteLines(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteLines to(String folder) {
    return new WriteLines(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<String, String>> lines) {
    return lines
        .apply("Group by file", GroupByKey.create())
        .apply("Write files", ParDo.of(new WriteFileFn(folder)))
        .setCoder(WrittenFile.CODER);
  }

  private static final class WriteFileFn extends DoFn<KV<String, Iterable<String>>, WrittenFile> {
    private final String folder;

    WriteFileFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<String>> file, OutputReceiver<WrittenFile> receiver)
        throws IOException {
      List<String> lines = new ArrayList<>();
      file.getValue().forEach(lines::add);
      lines.sort(null);
      receiver.output(
          OutputFiles.write(
              folder,
              file.getKey(),
              out -> {
                for (String line : lines) {
                  out.write(line.getBytes(StandardCharsets.UTF_8));
                  out.write('\n');
                }
              }));
    }
  }
}
