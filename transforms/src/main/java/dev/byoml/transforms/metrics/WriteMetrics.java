package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.beam.sdk.coders.VoidCoder;
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
    extends PTransform<PCollection<KV<String, Long>>, PCollection<Void>> {
  private final String folder;

  private WriteMetrics(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteMetrics to(String folder) {
    return new WriteMetrics(folder);
  }

  /** Makes the file. The result is empty. */
  @Override
  public PCollection<Void> expand(PCollection<KV<String, Long>> numbers) {
    PCollectionView<Map<String, Long>> totals =
        numbers.apply("Add up", Sum.longsPerKey()).apply("As a map", View.asMap());
    return numbers
        .getPipeline()
        .apply("Once", Create.of(RunMetrics.FILE))
        .apply("Write metrics.json", ParDo.of(new WriteFn(folder, totals)).withSideInputs(totals))
        .setCoder(VoidCoder.of());
  }

  private static final class WriteFn extends DoFn<String, Void> {
    private final String folder;
    private final PCollectionView<Map<String, Long>> totals;

    WriteFn(String folder, PCollectionView<Map<String, Long>> totals) {
      this.folder = folder;
      this.totals = totals;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      RunMetrics metrics = RunMetrics.of(context.sideInput(totals));
      try (OutputStream out = OutputFiles.create(OutputFiles.in(folder, context.element()))) {
        out.write(metrics.toJson().getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
