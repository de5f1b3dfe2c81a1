package dev.byoml.pipelines.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.access.WriteAccesses;
import dev.byoml.transforms.write.OutputFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Reads who touched what in a window, by way of files beside the result. */
final class WindowAccesses {
  private WindowAccesses() {}

  /**
   * The accesses of a window by tenant.
   *
   * @param accesses reads them, with the outputs of {@link SummarizeAccesses}
   * @param folder takes the files {@code accesses-*.tsv}
   * @throws RunFailedException if the run fails
   */
  static Map<String, List<AccessKey>> read(
      PipelineOptions options, PTransform<PBegin, PCollectionTuple> accesses, String folder) {
    Pipeline pipeline = Pipeline.create(options);
    SummarizeAccesses.summaries(pipeline.apply("1 Read accesses", accesses))
        .apply("2 Write accesses", WriteAccesses.to(folder));
    Runs.run(pipeline, List.of(folder));
    Map<String, List<AccessKey>> found = new TreeMap<>();
    try {
      for (String file : OutputFiles.list(folder, WriteAccesses.FILES)) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(OutputFiles.open(file), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] names = line.split("\t", -1);
            found
                .computeIfAbsent(names[0], tenant -> new ArrayList<>())
                .add(new AccessKey(names[0], names[1], names[2]));
          }
        }
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "the accesses of the window in %s cannot be read: %s".formatted(folder, e.getMessage()),
          e);
    }
    return found;
  }
}
