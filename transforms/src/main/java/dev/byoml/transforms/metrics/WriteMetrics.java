package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes the numbers of a run to {@code metrics.json} in a folder. Numbers of the same name are
 * added up; the file is written also when there is none.
 */
public final class WriteMetrics
    extends PTransform<PCollection<KV<String, Long>>, PCollection<WrittenFile>> {
  private final String folder;

  private WriteMetrics(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteMetrics to(String folder) {
    return new WriteMetrics(folder);
  }

  /** Makes the file, and says so. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<String, Long>> numbers) {
    PCollectionView<Map<String, Long>> totals =
        numbers.apply("Add up", Sum.longsPerKey()).apply("As a map", View.asMap());
    return numbers
        .getPipeline()
        .apply("Once", Create.of(RunMetrics.FILE))
        .apply("Write metrics.json", ParDo.of(new WriteFn(folder, totals)).withSideInputs(totals))
        .setCoder(WrittenFile.CODER);
  }

  private static final class WriteFn extends DoFn<String, WrittenFile> {
    private final String folder;
    private final PCollectionView<Map<String, Long>> totals;

    WriteFn(String folder, PCollectionView<Map<String, Long>> totals) {
      this.folder = folder;
      this.totals = totals;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      RunMetrics metrics = RunMetrics.of(context.sideInput(totals));
      byte[] json = metrics.toJson().getBytes(StandardCharsets.UTF_8);
      context.output(OutputFiles.write(folder, context.element(), out -> out.write(json)));
    }
  }
}
