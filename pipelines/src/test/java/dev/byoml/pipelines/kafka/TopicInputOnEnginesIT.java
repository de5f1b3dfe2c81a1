package dev.byoml.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a topic ends, and gives the same model and rows, on every engine. */
class TopicInputOnEnginesIT {
  private static final int PARTITIONS = 3;

  @TempDir static Path shared;
  private static KafkaBroker broker;
  private static Path trainedOnFiles;
  private static Path scoredFromFiles;

  @TempDir Path folder;

  @BeforeAll
  static void startAndRunOnFiles() throws Exception {
    broker = KafkaBroker.start(shared.resolve("broker"));
    List<String> scored =
        List.of(
            Events.event(Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60)),
            "{\"EventID\":51");
    broker.createTopic("training", PARTITIONS);
    broker.send("training", PARTITIONS - 1, Events.training());
    broker.createTopic("scored", PARTITIONS);
    broker.send("scored", PARTITIONS, scored);

    trainedOnFiles = Trained.in(shared).model();
    scoredFromFiles = shared.resolve("results");
    run(
        Cli.run(
            "score",
            "--input=" + Events.write(shared.resolve("scored.jsonl"), scored),
            "--model=" + trainedOnFiles,
            "--output=" + scoredFromFiles));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SparkRunner", "FlinkRunner"})
  void trainsAndScoresAsFromFiles(String runner) throws Exception {
    Path model = folder.resolve("model");
    Path results = folder.resolve("results");
    byoml("train", "--input=" + broker.input("training"), "--model=" + model, "--runner=" + runner);
    assertThat(modelId(model), is(modelId(trainedOnFiles)));

    String said =
        byoml(
            "score",
            "--input=" + broker.input("scored"),
            "--model=" + model,
            "--output=" + results,
            "--runner=" + runner);
    assertThat(said, containsString("lines: read 2 = used 1 + filtered 0 + rejected 1"));
    assertThat(
        said,
        matchesPattern(
            "(?s).*seconds: read [\\d.]+, score [\\d.]+, explain [\\d.]+, write [\\d.]+, total .*"));
    assertThat(
        Files.readString(results.resolve("anomalies-t1.ndjson")),
        is(Files.readString(scoredFromFiles.resolve("anomalies-t1.ndjson"))));
  }

  private static String byoml(String... arguments) throws Exception {
    Path here = Path.of("").toAbsolutePath();
    Path checkout = Files.isDirectory(here.resolve("scripts")) ? here : here.getParent();
    List<String> words = new ArrayList<>(List.of("scripts/byoml"));
    words.addAll(List.of(arguments));
    Program.Result result =
        Program.run(
            checkout, Map.of("BYOML_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1"), words);
    assertThat(result.errors(), result.status(), is(0));
    return result.output();
  }

  private static void run(Cli cli) {
    assertThat(cli.err(), cli.status(), is(0));
  }

  private static String modelId(Path folder) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }
}
