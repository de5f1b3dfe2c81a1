package dev.byoml.pipelines.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.run.Runs;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.access.WriteAccesses;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
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

/** Reads who touched what in a window, by way of files beside the result. */
final class WindowAccesses {
  private WindowAccesses() {}

  /**
   * The accesses of a window by tenant.
   *
   * @param folder takes the files {@code accesses-*.tsv}
   * @throws RunFailedException if the run fails
   */
  static Map<String, List<AccessKey>> read(
      PipelineOptions options, String input, Template template, TimeRange range, String folder) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("1 Read accesses", ReadAccesses.from(input, template).within(range))
        .get(SummarizeAccesses.SUMMARIES)
        .apply("2 Write accesses", WriteAccesses.to(folder));
    Runs.run(pipeline, List.of(folder));
    Map<String, List<AccessKey>> accesses = new TreeMap<>();
    try {
      for (String file : OutputFiles.list(folder, WriteAccesses.FILES)) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(OutputFiles.open(file), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] names = line.split("\t", -1);
            accesses
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
    return accesses;
  }
}
