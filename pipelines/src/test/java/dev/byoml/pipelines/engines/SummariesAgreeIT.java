package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Summaries are the same files on every engine, and give every engine the model of the events. */
class SummariesAgreeIT {
  private static final Path FOLDER = Installation.emptyFolder(SummariesAgreeIT.class);
  private static final Story STORY = Story.ofSmallSample();
  private static Map<String, String> model;
  private static Map<String, String> summaries;

  @BeforeAll
  static void runOnTheDirectRunner() throws Exception {
    Engine direct = Engine.onThisMachine("Direct", "DirectRunner");
    run(direct, FOLDER.resolve("events"), STORY.train(FOLDER.resolve("events")));
    model = content(FOLDER.resolve("events/model"));
    summaries = trainFromSummaries(direct, FOLDER.resolve("direct"));
  }

  @Test
  void sparkDoesAsTheDirectRunner() throws Exception {
    Engine spark = Engine.onThisMachine("Spark local", "SparkRunner");
    assertThat(trainFromSummaries(spark, FOLDER.resolve("spark")), is(summaries));
  }

  @Test
  void flinkDoesAsTheDirectRunner() throws Exception {
    Engine flink = Engine.onThisMachine("Flink local", "FlinkRunner");
    assertThat(trainFromSummaries(flink, FOLDER.resolve("flink")), is(summaries));
  }

  /** Summarizes by hours and by days, and trains; the files of the summaries. */
  private static Map<String, String> trainFromSummaries(Engine engine, Path folder)
      throws Exception {
    Path kept = folder.resolve("summaries");
    run(engine, folder, summarize("2026-03-23", "2026-03-25", "1h", kept));
    run(engine, folder, summarize("2026-03-25", "2026-03-31", "1d", kept));
    List<String> train =
        STORY.train(folder).stream()
            .map(word -> word.startsWith("--input=") ? "--summaries=" + kept : word)
            .toList();
    run(engine, folder, train);
    assertThat(engine.name(), content(folder.resolve("model")), is(model));
    return content(kept);
  }

  private static List<String> summarize(String from, String to, String window, Path kept) {
    return List.of(
        "summarize",
        "--input=" + STORY.trainingInput(),
        "--from=" + from,
        "--to=" + to,
        "--window=" + window,
        "--output=" + kept);
  }

  private static void run(Engine engine, Path folder, List<String> arguments) throws Exception {
    Engine.Ended ended = engine.run(Story.logs(folder), arguments);
    assertThat(engine.name() + ": " + ended.errors(), ended.status(), is(0));
  }

  /** Files by name, without what tells of the one run. */
  private static Map<String, String> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("metrics.json"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString(),
                  SummariesAgreeIT::digest,
                  (one, other) -> one,
                  TreeMap::new));
    }
  }

  private static String digest(Path file) {
    try {
      return Integer.toHexString(java.util.Arrays.hashCode(Files.readAllBytes(file)))
          + " of "
          + Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
