package dev.byoml.transforms.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.WrittenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteRunFileTest {
  @TempDir Path folder;

  @Test
  void listsTheFilesOfARun() {
    assertThat(run(List.of(KV.of("read", 2L), KV.of("used", 2L))), is(Map.of()));
    assertThat(Files.exists(folder.resolve("run.json")), is(true));
  }

  @Test
  void leavesARunThatHasFailedWithoutAListAndCountsWhy() {
    assertThat(run(List.of(KV.of("read", 0L))), hasEntry("doubts/nothingRead", 1L));
    assertThat(Files.exists(folder.resolve("run.json")), is(false));
  }

  @Test
  void countsDoubtsOfARunThatHasNotFailed() {
    assertThat(
        run(List.of(KV.of("read", 3L), KV.of("filteredByReason.otherEvent", 3L))),
        is(Map.of("doubts/noneUsed", 1L)));
    assertThat(Files.exists(folder.resolve("run.json")), is(true));
  }

  /** The counters of doubts. */
  private Map<String, Long> run(List<KV<String, Long>> numbers) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            "File",
            Create.of(new WrittenFile(folder.toString(), RunMetrics.FILE, 1, 1, "0"))
                .withCoder(WrittenFile.CODER))
        .apply(
            WriteRunFile.to(
                    folder.toString(),
                    TimeRange.ALL,
                    "id",
                    "template",
                    pipeline.apply(
                        "Numbers",
                        Create.of(numbers)
                            .withCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))))
                .unlessFailedBy(RunTrust.of(TimeRange.ALL, model(), "template")));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    Map<String, Long> counters = new HashMap<>();
    result
        .metrics()
        .queryMetrics(MetricsFilter.builder().build())
        .getCounters()
        .forEach(
            counter -> {
              if (counter.getName().getName().startsWith("doubts/")) {
                counters.put(counter.getName().getName(), counter.getAttempted());
              }
            });
    return counters;
  }

  private static ModelManifest model() {
    return new ModelManifest(
        ModelManifest.FORMAT_VERSION,
        "id",
        null,
        null,
        new TemplateSource("template", ""),
        TrainingParameters.DEFAULT,
        new InputCounts(0, 0, 0, 0, new TreeMap<>(), new TreeMap<>()),
        new ModelManifest.Totals(0, 0, 0, 0, 0),
        List.of(),
        List.of(),
        List.of());
  }
}
