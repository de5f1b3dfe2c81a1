package dev.byoml.pipelines.sentinel;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.pipelines.cli.CommandLine;
import dev.byoml.pipelines.sample.SampleDataCommand;
import dev.byoml.pipelines.score.ScoreCommand;
import dev.byoml.pipelines.train.TrainCommand;
import dev.byoml.transforms.score.AllowList;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules on the results of the demo: its attacks become alerts, its look-alikes do not. */
class DemoIncidentsIT {
  @TempDir static Path folder;
  private static List<StoredResult> table;
  private static Instant now;
  private static Set<AccessKey> attacks;
  private static Set<AccessKey> lookAlikes;

  @BeforeAll
  static void runTheDemo() throws Exception {
    byoml("sample-data", "--output=" + folder.resolve("data"), "--seed=1");
    JsonNode windows =
        new ObjectMapper().readTree(folder.resolve("data").resolve("sample.json").toFile());
    String input = "--input=" + folder.resolve("data").resolve("am-securityevent");
    String model = "--model=" + folder.resolve("model");
    byoml(
        "train",
        input,
        model,
        "--from=" + windows.get("trainingFrom").asText(),
        "--to=" + windows.get("trainingTo").asText());
    byoml(
        "score",
        input,
        model,
        "--output=" + folder.resolve("results"),
        "--from=" + windows.get("scoringFrom").asText(),
        "--to=" + windows.get("scoringTo").asText());

    Instant ingested =
        Instant.parse(windows.get("scoringTo").asText()).plus(Duration.ofMinutes(20));
    now = ingested.plus(Duration.ofMinutes(30));
    table = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("results"))) {
      // What is new but ordinary is not sent.
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("anomalies-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          table.add(new StoredResult(AnomalyJson.read(line), ingested));
        }
      }
    }
    attacks = labelled("1");
    lookAlikes = labelled("0");
  }

  @Test
  void everyAttackBecomesAnAlert() {
    Set<String> alerted =
        Stream.concat(
                accessAlerts().stream().map(AccessKey::user),
                sweepAlerts().stream().map(AdminShareSweepRule.Alert::actor))
            .collect(toSet());

    assertThat(attacks.stream().map(AccessKey::user).collect(toSet()), everyItem(is(in(alerted))));
  }

  @Test
  void noLookAlikeBecomesAnAlert() {
    assertThat(lookAlikes, is(not(empty())));
    assertThat(accessAlerts().stream().filter(lookAlikes::contains).toList(), is(empty()));
  }

  @Test
  void nothingElseBecomesAnAlert() {
    assertThat(accessAlerts().stream().filter(key -> !attacks.contains(key)).toList(), is(empty()));
  }

  @Test
  void onlyTheSweepsAreSweeps() {
    Set<String> sweepers =
        attacks.stream()
            .filter(key -> key.resource().endsWith("\\admin$"))
            .map(AccessKey::user)
            .collect(toSet());

    assertThat(
        sweepAlerts().stream().map(AdminShareSweepRule.Alert::actor).collect(toSet()),
        is(sweepers));
  }

  @Test
  void anAttackThatIsAllowedStaysQuiet() {
    AccessKey attack = accessAlerts().get(0);
    AllowList list = AllowList.parse(attack.user() + "," + attack.resource() + ",,known,desk");

    List<AccessKey> alerts =
        new AnomalousAccessRule()
            .run(now, table, list).stream()
                .map(alert -> new StoredResult(alert.anomaly(), now).pair())
                .toList();

    assertThat(accessAlerts(), hasItem(attack));
    assertThat(alerts, not(hasItem(attack)));
  }

  private static List<AccessKey> accessAlerts() {
    return new AnomalousAccessRule()
        .run(now, table, AllowList.EMPTY).stream()
            .map(alert -> new StoredResult(alert.anomaly(), now).pair())
            .toList();
  }

  private static List<AdminShareSweepRule.Alert> sweepAlerts() {
    return new AdminShareSweepRule().run(now, table, AllowList.EMPTY);
  }

  private static Set<AccessKey> labelled(String label) throws Exception {
    return Files.readAllLines(folder.resolve("data").resolve("labels.tsv")).stream()
        .map(line -> line.split("\t"))
        .filter(fields -> fields[3].equals(label))
        .map(fields -> new AccessKey(fields[0], fields[1], fields[2]))
        .collect(toSet());
  }

  private static void byoml(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    CommandLine commandLine =
        new CommandLine(
            List.of(new SampleDataCommand(), new TrainCommand(), new ScoreCommand()),
            stream,
            stream);

    int status = commandLine.run(arguments);

    assertThat(said.toString(StandardCharsets.UTF_8), status, is(0));
  }
}
