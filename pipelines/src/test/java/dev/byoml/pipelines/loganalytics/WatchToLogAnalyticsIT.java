package dev.byoml.pipelines.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.kafka.KafkaBroker;
import dev.byoml.pipelines.kafka.LiveRows;
import dev.byoml.pipelines.sentinel.Scripts;
import dev.byoml.transforms.write.loganalytics.DeadLetters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of a run without end go to Log Analytics, also when it is not there for a while. */
class WatchToLogAnalyticsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More than fits into all buffers between the source and what sends. */
  private static final int MOST_ROWS = 400_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private KafkaBroker broker;
  private IngestionEndpoint endpoint;
  private TestCertificate certificate;
  private volatile Fault fault = Fault.none();
  private Path model;
  private Process watch;

  @BeforeEach
  void start() throws Exception {
    broker = KafkaBroker.start(folder.resolve("broker"));
    certificate = TestCertificate.makeIn(folder);
    endpoint = IngestionEndpoint.start(certificate).withFaults(number -> fault);
    model = LiveRows.train(folder.resolve("training"));
  }

  @AfterEach
  void stop() throws Exception {
    if (watch != null) {
      watch.destroyForcibly().waitFor();
    }
    endpoint.close();
    broker.close();
  }

  @Test
  void losesNoResultWhileTheEndpointIsDownAndEndsInGoodOrder() throws Exception {
    fault = Fault.answer(503);
    try (LiveRows rows = LiveRows.start(broker, "live", 2)) {
      watch(
          "DirectRunner", "live", "--window=10s", "--lateness=40s", "--ingestionDeadlineSeconds=3");
      assertThat(await(this::deadLetters, letters -> !letters.isEmpty()), is(not(empty())));
      fault = Fault.none();
      await(endpoint::rows, written -> !written.isEmpty());

      Map<String, JsonNode> scored = new HashMap<>();
      rows.scored(broker.input("live"), model, folder.resolve("scored"))
          .values()
          .forEach(
              window ->
                  window.forEach(
                      row -> {
                        JsonNode result = result(row);
                        scored.put(recordId(result), result);
                      }));
      Map<String, List<JsonNode>> told =
          await(this::told, seen -> scored.entrySet().stream().allMatch(e -> holds(seen, e)));
      assertThat(told.keySet(), is(scored.keySet()));
      scored.forEach((id, result) -> assertThat(told.get(id).contains(result), is(true)));

      watch.destroy();
      assertThat(watch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), is(true));
      assertThat(errors(), watch.exitValue(), is(0));
      assertThat(output(), containsString("stopped; the same command goes on"));
    }
  }

  @Test
  void stopsReadingWhileTheEndpointDoesNotAnswer() throws Exception {
    fault = Fault.answer(503);
    broker.createTopic("much", 1);
    Path small = Files.createDirectories(folder.resolve("small-buffers"));
    Files.write(
        small.resolve("config.yaml"),
        List.of(
            "taskmanager.memory.segment-size: 4kb",
            "taskmanager.network.memory.floating-buffers-per-gate: 1",
            "taskmanager.network.memory.max-buffers-per-channel: 2"));
    watch(
        "FlinkRunner",
        "much",
        "--window=1s",
        "--lateness=10m",
        "--parallelism=1",
        "--flinkConfDir=" + small,
        "--checkpointTimeoutMillis=2000",
        "--ingestionDeadlineSeconds=600");
    Set<String> produced = new HashSet<>();
    int read = -1;
    int roundsAtRest = 0;
    while (roundsAtRest < 5 && produced.size() < MOST_ROWS) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        String user = "shire\\new" + produced.size();
        rows.add(Events.row(5140, user, "finance0", Instant.now(), "row-" + produced.size()));
        produced.add(user);
      }
      broker.send("much", 1, rows);
      Thread.sleep(1_000);
      roundsAtRest = read > 0 && read == read() ? roundsAtRest + 1 : 0;
      read = read();
    }
    assertThat(roundsAtRest, is(5));
    assertThat(read, is(lessThan(produced.size())));

    fault = Fault.none();
    Map<String, List<JsonNode>> told = await(this::told, seen -> seen.size() == produced.size());
    assertThat(told, is(aMapWithSize(produced.size())));
    assertThat(read(), is(produced.size()));
    assertThat(told.values(), everyItem(hasSize(1)));
  }

  private void watch(String runner, String topic, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Scripts.folder().resolve("byoml").toString(),
                "watch",
                "--runner=" + runner,
                "--input=" + broker.input(topic),
                "--from=earliest",
                "--model=" + model,
                "--threshold=-Infinity",
                "--output=" + folder.resolve("results"),
                "--ingestionEndpoint=" + endpoint.address(),
                "--dataCollectionRuleId=" + CollectionRule.ID,
                "--streamName=" + endpoint.streamName()));
    words.addAll(Arrays.asList(more));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(folder.resolve("watch.out").toFile())
            .redirectError(folder.resolve("watch.err").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "BYOML_ACCESS_TOKEN",
                IngestionEndpoint.TOKEN,
                "BYOML_JAVA_OPTIONS",
                "-Xmx1g -XX:TieredStopAtLevel=1 " + String.join(" ", certificate.javaOptions())));
    watch = builder.start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("watch.out"));
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("watch.err"));
  }

  private int read() throws IOException {
    Path file = folder.resolve("results/metrics.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()).path("read").asInt(-1) : -1;
  }

  private List<JsonNode> deadLetters() throws IOException {
    Path letters = folder.resolve("results").resolve(DeadLetters.FOLDER);
    return Files.isDirectory(letters) ? Sending.deadLettersIn(letters) : List.of();
  }

  /** The rows that were written or kept, by their identity. */
  private Map<String, List<JsonNode>> told() throws IOException {
    Map<String, List<JsonNode>> rows = new HashMap<>();
    Stream.concat(endpoint.rows().stream(), deadLetters().stream())
        .forEach(row -> rows.computeIfAbsent(recordId(row), id -> new ArrayList<>()).add(row));
    return rows;
  }

  private static boolean holds(
      Map<String, List<JsonNode>> told, Map.Entry<String, JsonNode> result) {
    return told.getOrDefault(result.getKey(), List.of()).contains(result.getValue());
  }

  private static JsonNode result(String row) {
    try {
      return JSON.readTree(row.substring(row.indexOf('{')));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String recordId(JsonNode row) {
    return row.get("RecordId").asText();
  }

  private <T> T await(Callable<T> seen, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = seen.call();
    while (!wanted.test(last) && System.nanoTime() < end) {
      if (!watch.isAlive()) {
        throw new IllegalStateException("watch ended: " + errors());
      }
      Thread.sleep(200);
      last = seen.call();
    }
    return last;
  }
}
