package dev.byoml.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains and scores from a real broker, beside the same lines in files. */
class TopicInputIT {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);
  private static final int PARTITIONS = 4;

  @TempDir static Path shared;
  private static KafkaBroker broker;
  private static Path trainedOnFiles;

  @TempDir Path folder;

  @BeforeAll
  static void startAndTrain() throws IOException {
    broker = KafkaBroker.start(shared.resolve("broker"));
    trainedOnFiles = Trained.in(shared).model();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void trainsTheSameModelAsOnFiles() throws Exception {
    broker.createTopic("training", PARTITIONS);
    broker.send("training", PARTITIONS - 1, Events.training());
    Path model = folder.resolve("model");
    run("train", "--input=" + broker.input("training"), "--model=" + model);
    assertThat(modelId(model), is(modelId(trainedOnFiles)));
  }

  @Test
  void scoresTheSameRowsAsFromFiles() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(Events.event(Events.person("finance", 0), "hr1", MORNING));
    lines.add(Events.event("shire\\newcomer", "finance1", MORNING));
    lines.add(Events.event(Events.person("hr", 1), "hr1", MORNING));
    lines.add(Events.event(Events.person("hr", 1), "finance1", MORNING.plusSeconds(86_400)));
    broker.createTopic("scored", PARTITIONS);
    broker.send("scored", PARTITIONS, lines);
    Path file = Events.write(folder.resolve("scored.jsonl"), lines);
    Map<String, String> fromTopic = rows(score(broker.input("scored"), folder.resolve("topic")));
    Map<String, String> fromFile = rows(score(file.toString(), folder.resolve("file")));
    // The anomalies, and what is new but ordinary.
    assertThat(fromTopic.size(), is(2));
    assertThat(fromTopic, is(fromFile));
  }

  @Test
  void takesEveryFormOfEnvelope() throws Exception {
    String first = Events.event(Events.person("finance", 0), "hr0", MORNING);
    String second = Events.event(Events.person("finance", 1), "hr1", MORNING);
    String third = Events.event(Events.person("finance", 2), "hr2", MORNING);
    broker.createTopic("envelopes", 1);
    broker.send(
        "envelopes",
        1,
        List.of(
            "{\"records\":[" + first + "," + second + "]}",
            third,
            "[" + event(3) + ",\n " + event(4) + "]",
            event(5) + "\n" + event(6) + "\n",
            "{ \"records\" : [\n" + event(7) + "\n]}\n{\"records\":[]}"));
    JsonNode metrics = metrics(score(broker.input("envelopes"), folder.resolve("results")));
    assertThat(metrics.get("read").asLong(), is(8L));
    assertThat(metrics.get("used").asLong(), is(8L));
  }

  @Test
  void accountsForEveryLineAndNamesTheMessageOfARejectedOne() throws Exception {
    broker.createTopic("broken", 2);
    broker.send(
        List.of(
            KafkaBroker.record("broken", 1, null, event(0)),
            KafkaBroker.record("broken", 1, null, event(1) + "\n{\"EventID\":51"),
            KafkaBroker.record("broken", 1, null, "{\"records\":[" + event(2) + ",7]}"),
            KafkaBroker.record("broken", 1, null, null),
            KafkaBroker.record("broken", 1, null, "")));
    Path results = score(broker.input("broken"), folder.resolve("results"));
    JsonNode metrics = metrics(results);
    assertThat(metrics.get("read").asLong(), is(7L));
    assertThat(metrics.get("used").asLong(), is(3L));
    assertThat(metrics.get("filteredByReason").get("blankLine").asLong(), is(2L));
    assertThat(metrics.get("rejectedByReason").get("TruncatedJson").asLong(), is(1L));
    assertThat(metrics.get("rejectedByReason").get("NotAnObject").asLong(), is(1L));
    String rejected = contents(results.resolve("rejected"));
    assertThat(
        rejected,
        containsString("\"source\":\"" + broker.input("broken") + "/partition=1/offset=1\""));
    assertThat(
        rejected,
        containsString("\"source\":\"" + broker.input("broken") + "/partition=1/offset=2\""));
  }

  @Test
  void readsOnlyRowsOfTheTimeRange() throws Exception {
    broker.createTopic("window", 2);
    broker.send(
        "window",
        2,
        List.of(
            event(0, Events.SCORED_DAY.minusNanos(100)),
            event(1, Events.SCORED_DAY),
            event(2, Events.SCORED_DAY.plusSeconds(86_400).minusNanos(100)),
            event(3, Events.SCORED_DAY.plusSeconds(86_400))));
    JsonNode metrics = metrics(score(broker.input("window"), folder.resolve("results")));
    assertThat(metrics.get("used").asLong(), is(2L));
    assertThat(metrics.get("filteredByReason").get("outsideTimeRange").asLong(), is(2L));
  }

  @Test
  void leavesOutMessagesThatArrivedAnHourBeforeTheTimeRange() throws Exception {
    long from = Events.SCORED_DAY.toEpochMilli();
    broker.createTopic("old", 2);
    broker.send(
        List.of(
            KafkaBroker.record("old", 0, from - 86_400_000, event(0, MORNING)),
            KafkaBroker.record("old", 1, from - 3_600_001, event(1, MORNING)),
            KafkaBroker.record("old", 1, from - 3_600_000, event(2, MORNING)),
            KafkaBroker.record("old", 1, from + 900_000_000, event(3, MORNING))));
    JsonNode metrics = metrics(score(broker.input("old"), folder.resolve("results")));
    assertThat(metrics.get("read").asLong(), is(2L));
  }

  @Test
  void failsOnAnEmptyTopic() throws Exception {
    broker.createTopic("empty", 3);
    Cli cli = scoreCommand(broker.input("empty"), folder.resolve("results"));
    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("nothing was read in [2026-03-16T00:00:00Z"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void readsWhatIsLeftAfterOlderMessagesWereDeleted() throws Exception {
    broker.createTopic("retention", 1);
    broker.send("retention", 1, List.of(event(0), event(1), event(2)));
    broker.deleteBefore("retention", 0, 2);
    JsonNode metrics = metrics(score(broker.input("retention"), folder.resolve("results")));
    assertThat(metrics.get("read").asLong(), is(1L));
  }

  @Test
  void leavesOutMessagesOfATransactionThatWasTakenBack() throws Exception {
    broker.createTopic("transactions", 1);
    try (Producer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", "test"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(KafkaBroker.record("transactions", 0, null, event(0)));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(KafkaBroker.record("transactions", 0, null, event(1)));
      producer.flush();
      producer.abortTransaction();
    }
    JsonNode metrics = metrics(score(broker.input("transactions"), folder.resolve("results")));
    assertThat(metrics.get("read").asLong(), is(1L));
  }

  @Test
  void readsManyMessages() throws Exception {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      messages.add(event(i % 7));
    }
    broker.createTopic("many", 3);
    broker.send("many", 3, messages);
    JsonNode metrics = metrics(score(broker.input("many"), folder.resolve("results")));
    assertThat(metrics.get("read").asLong(), is(20_000L));
    assertThat(metrics.get("filtered").asLong(), is(19_993L));
  }

  @Test
  void saysThatThereIsNoSuchTopic() {
    Cli cli = scoreCommand(broker.input("nowhere"), folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err().strip(), is("byoml: there is no topic nowhere at " + broker.address()));
  }

  @Test
  void saysThatTheBrokerDoesNotAnswer() {
    String address = "127.0.0.1:" + KafkaBroker.freePort();
    Cli cli = scoreCommand("kafka://" + address + "/events", folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString(address + " does not answer within 15 seconds"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void saysThatThereIsNoSuchHost() {
    Cli cli = scoreCommand("kafka://broker.invalid:9092/events", folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("there is no host of the name in broker.invalid:9092"));
  }

  private static String event(int number) {
    return event(number, MORNING);
  }

  private static String event(int number, Instant time) {
    return Events.event("shire\\user." + number, "finance1", time);
  }

  private Path score(String input, Path results) {
    Cli cli = scoreCommand(input, results);
    assertThat(cli.err(), cli.status(), is(0));
    return results;
  }

  private static Cli scoreCommand(String input, Path results) {
    return Cli.run(
        "score",
        "--input=" + input,
        "--from=2026-03-16",
        "--to=2026-03-17",
        "--model=" + trainedOnFiles,
        "--output=" + results);
  }

  private static void run(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }

  private static Map<String, String> rows(Path results) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        rows.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return rows;
  }

  private static String contents(Path results) throws IOException {
    return String.join("", rows(results).values());
  }

  private static String modelId(Path folder) throws IOException {
    return json(folder.resolve("manifest.json")).get("modelId").asText();
  }

  private static JsonNode metrics(Path folder) throws IOException {
    return json(folder.resolve("metrics.json"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
