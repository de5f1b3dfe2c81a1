package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.kafka.KafkaBroker;
import dev.byoml.pipelines.kafka.LiveRows;
import dev.byoml.pipelines.kafka.SampleTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scores rows as they arrive on a Flink session cluster of two TaskManagers, from a real broker,
 * while what it runs on is lost and comes back: the same rows as {@code score} over the same topic.
 */
class WatchOnFlinkIT {
  private static final Path FOLDER = Installation.emptyFolder(WatchOnFlinkIT.class);
  private static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static KafkaBroker broker;
  private static FlinkCluster cluster;
  private static Path model;

  @BeforeAll
  static void start() throws Exception {
    broker = KafkaBroker.start(FOLDER.resolve("broker"));
    model = LiveRows.train(FOLDER.resolve("training"));
    cluster = FlinkCluster.start(FOLDER.resolve("cluster"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    broker.close();
  }

  @Test
  void losesAndRepeatsNothingWhenAWorkerIsKilledAndTheBrokerStartsAgain() throws Exception {
    try (LiveRows rows = LiveRows.start(broker, "lost", PARTITIONS)) {
      Engine.Run run = watch("lost");
      try {
        awaitMoreWindows("lost", run);
        cluster.kill(cluster.workerProcesses().get(0));
        awaitMoreWindows("lost", run);
        broker.restart();
        awaitMoreWindows("lost", run);
        assertSaysWhatScoreSays("lost", rows, run);
      } finally {
        end(run);
        cluster.addWorker();
      }
    }
  }

  @Test
  void goesOnWhereItWasWhenItWasStoppedByASignalOrWithASavepoint() throws Exception {
    try (LiveRows rows = LiveRows.start(broker, "stopped", PARTITIONS)) {
      Engine.Run run = watch("stopped");
      try {
        awaitCheckpoint("stopped", run);
        run.process().destroy();
        Engine.Ended ended = run.await();
        assertThat(ended.errors(), ended.status(), is(0));
        assertThat(
            ended.output(), containsString("stopped; the same command goes on where this one was"));

        run = watch("stopped");
        awaitMoreWindows("stopped", run);
        stopWithSavepoint(checkpoints("stopped"));
        run.await();

        run = watch("stopped");
        awaitMoreWindows("stopped", run);
        assertSaysWhatScoreSays("stopped", rows, run);
      } finally {
        end(run);
      }
    }
  }

  private static Engine.Run watch(String topic) throws IOException {
    return cluster
        .submitting()
        .start(
            FOLDER.resolve(topic + "-logs-" + System.nanoTime()),
            List.of(
                "watch",
                "--input=" + broker.input(topic),
                "--from=earliest",
                "--model=" + model,
                "--window=" + LiveRows.WINDOW.toSeconds() + "s",
                "--lateness=40s",
                "--checkpointingInterval=2000",
                "--output=" + results(topic)));
  }

  private static Path results(String topic) {
    return FOLDER.resolve(topic);
  }

  private static Path checkpoints(String topic) {
    return results(topic).resolve("checkpoints");
  }

  /** As {@code flink stop} does: the job ends when all that it holds is in a savepoint. */
  private static void stopWithSavepoint(Path folder) throws Exception {
    for (JsonNode job : rest("/jobs").get("jobs")) {
      if (job.get("status").asText().equals("RUNNING")) {
        HttpRequest request =
            HttpRequest.newBuilder(uri("/jobs/" + job.get("id").asText() + "/stop"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"drain\":false,\"targetDirectory\":\"file://" + folder + "\"}"))
                .build();
        HttpResponse<String> answer =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body(), answer.statusCode(), is(202));
      }
    }
  }

  private static JsonNode rest(String path) throws IOException {
    return JSON.readTree(uri(path).toURL());
  }

  private static URI uri(String path) {
    String address = cluster.restAddress();
    return URI.create((address.startsWith("http") ? address : "http://" + address) + path);
  }

  /** Waits for results of windows that are not yet there. */
  private static void awaitMoreWindows(String topic, Engine.Run run) throws Exception {
    int before = SampleTopic.watched(results(topic)).size();
    int now = await(() -> SampleTopic.watched(results(topic)).size(), size -> size > before, run);
    assertThat(now, greaterThan(before));
  }

  private static void awaitCheckpoint(String topic, Engine.Run run) throws Exception {
    assertThat(await(() -> isSaved(checkpoints(topic)), Boolean::booleanValue, run), is(true));
  }

  /** Whether there is a whole checkpoint. */
  private static boolean isSaved(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.find(folder, 3, (file, is) -> file.endsWith("_metadata"))) {
      return all.findFirst().isPresent();
    } catch (UncheckedIOException e) {
      // One was deleted while the folder was read.
      return false;
    }
  }

  private static void assertSaysWhatScoreSays(String topic, LiveRows rows, Engine.Run run)
      throws Exception {
    SortedMap<String, List<String>> scored =
        rows.scored(broker.input(topic), model, FOLDER.resolve(topic + "-scored"));
    assertThat(await(() -> SampleTopic.watched(results(topic)), scored::equals, run), is(scored));
    int produced = rows.rows();
    JsonNode metrics =
        await(() -> metrics(topic), seen -> seen.path("used").asInt() == produced, run);
    assertThat(metrics.toString(), metrics.path("used").asInt(), is(produced));
    assertThat(metrics.toString(), metrics.path("read").asInt(), is(rows.messages()));
  }

  private static JsonNode metrics(String topic) throws IOException {
    Path file = results(topic).resolve("metrics.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
  }

  private static <T> T await(Callable<T> seen, Predicate<T> wanted, Engine.Run run)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = seen.call();
    while (!wanted.test(last) && System.nanoTime() < end) {
      if (!run.process().isAlive()) {
        throw new IllegalStateException("watch ended: " + run.await().errors());
      }
      Thread.sleep(200);
      last = seen.call();
    }
    return last;
  }

  private static void end(Engine.Run run) throws Exception {
    run.process().destroy();
    run.await();
  }
}
