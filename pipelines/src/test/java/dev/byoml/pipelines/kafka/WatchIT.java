package dev.byoml.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores a topic as it arrives, from a real broker, beside {@code score} over the same topic. */
class WatchIT {
  private static final int PARTITIONS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  private static KafkaBroker broker;
  private static Path model;
  private static int messages;
  private static SortedMap<String, List<String>> scored;

  @TempDir Path folder;

  @BeforeAll
  static void startAndScore() throws Exception {
    broker = KafkaBroker.start(shared.resolve("broker"));
    model = SampleTopic.train(shared.resolve("model"));
    broker.createTopic("day", PARTITIONS);
    List<ProducerRecord<byte[], byte[]>> day = SampleTopic.messages("day", PARTITIONS, 1);
    messages = day.size();
    broker.send(day);
    scored = SampleTopic.scored(broker.input("day"), model, shared.resolve("scored"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void saysOfEachWindowWhatScoreSays() throws Exception {
    assertThat(scored, is(aMapWithSize(greaterThan(2))));
    Path results = folder.resolve("results");
    try (Watching watching =
        Watching.start(
            "--input=" + broker.input("day"),
            "--from=earliest",
            "--model=" + model,
            "--window=4h",
            "--lateness=2h",
            "--output=" + results)) {
      assertThat(watching.await(() -> SampleTopic.watched(results), scored::equals), is(scored));
      JsonNode metrics =
          watching.await(() -> metrics(results.resolve("metrics.json")), WatchIT::tellsOfEveryRow);
      assertThat(metrics.toString(), tellsOfEveryRow(metrics), is(true));
      Cli ended = watching.stop();
      assertThat(ended.err(), ended.status(), is(0));
      assertThat(
          ended.out(), containsString("stopped; the same command goes on where this one was"));
    }
  }

  /** Nothing as long as there is no such file. */
  private static JsonNode metrics(Path file) throws IOException {
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static boolean tellsOfEveryRow(JsonNode metrics) {
    int told =
        metrics.path("used").asInt()
            + metrics.path("filtered").asInt()
            + metrics.path("rejected").asInt();
    return metrics.path("read").asInt() == messages
        && told == messages
        && metrics.path("filteredByReason").path("duplicate").asInt() > 20;
  }

  @Test
  void refusesFilesAndWindowsThatDivideNoDay() {
    Cli files = Cli.run("watch", "--input=" + folder, "--model=" + model, "--output=" + folder);
    assertThat(files.status(), is(2));
    assertThat(files.err(), containsString("for files there is score"));
    Cli window =
        Cli.run(
            "watch",
            "--input=" + broker.input("day"),
            "--model=" + model,
            "--output=" + folder,
            "--window=7m");
    assertThat(window.status(), is(2));
    assertThat(window.err(), containsString("--window=7m does not divide a day"));
  }

  @Test
  void refusesSparkInOneLineThatNamesFlink() throws Exception {
    Program.Result refused =
        Program.run(
            folder,
            Map.of("BYOML_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1"),
            List.of(
                Scripts.folder().resolve("byoml").toString(),
                "watch",
                "--runner=SparkRunner",
                "--input=" + broker.input("day"),
                "--model=" + model,
                "--output=" + folder.resolve("results")));
    assertThat(refused.status(), is(2));
    assertThat(
        refused.errors().lines().toList(),
        is(
            List.of(
                "byoml: Beam's SparkRunner cannot watch, as it has no timers of event time: use"
                    + " --runner=FlinkRunner, or score every hour on Spark")));
  }
}
