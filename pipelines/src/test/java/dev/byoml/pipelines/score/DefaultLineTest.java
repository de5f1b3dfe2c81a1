package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.score.Severity;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported where nobody says how much, and what the summary tells of it. */
class DefaultLineTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);

  @TempDir static Path shared;
  private static Path model;
  private static Path events;

  @TempDir Path folder;

  /** One person reads six shares of other departments; a joiner reads what the department does. */
  @BeforeAll
  static void train() throws IOException {
    model = Trained.in(shared, "--to=" + Events.SCORED_DAY).model();
    List<String> lines = new ArrayList<>();
    for (String department : List.of("hr", "engineering")) {
      for (int share = 0; share < 3; share++) {
        lines.add(Events.event(Events.person("finance", 0), department + share, MORNING));
      }
    }
    for (int share = 0; share < 3; share++) {
      lines.add(Events.event("shire\\joiner", "finance" + share, MORNING));
    }
    lines.add(Events.event("shire\\joiner", "public", MORNING));
    events = Events.write(shared.resolve("scored.jsonl"), lines);
  }

  @Test
  void reportsWhatDeservesAnAlertAndKeepsTheRestAsOrdinary() throws IOException {
    assertDone(score());
    List<Anomaly> anomalies = rows("anomalies-t1.ndjson");
    assertThat(
        anomalies.stream().map(Anomaly::actor).distinct().toList(),
        is(List.of(Events.person("finance", 0))));
    assertThat(anomalies.size(), is(6));
    assertThat(
        anomalies.stream().map(Anomaly::severity).toList(),
        everyItem(is(in(List.of(Severity.MEDIUM, Severity.HIGH)))));
    List<Anomaly> ordinary = rows("ordinary-t1.ndjson");
    assertThat(ordinary.size(), is(4));
    assertThat(
        ordinary.stream().map(Anomaly::severity).toList(),
        everyItem(is(in(List.of(Severity.INFORMATIONAL, Severity.LOW)))));
    List<String> listed = new ArrayList<>();
    json("run.json").get("files").forEach(file -> listed.add(file.get("name").asText()));
    assertThat(listed, hasItem("ordinary-t1.ndjson"));
  }

  @Test
  void countsWhatItWrites() throws IOException {
    Cli cli = score();
    assertThat(
        cli.out(),
        containsString(
            "0 seen before, 4 new but ordinary, 0 below the threshold, 0 confirmed benign, 0 on the"
                + " allow-list, 6 anomalous"));
    JsonNode scores = json("metrics.json").get("scores");
    assertThat(scores.get("anomalous").asInt(), is(6));
    assertThat(scores.get("ordinary").asInt(), is(4));
  }

  @Test
  void tellsOfMoreThanTheBudgetWithTheLikelyCause() throws IOException {
    Cli cli = score("--from=2026-03-16", "--to=2026-03-17");
    assertThat(
        cli.out(),
        containsString(
            "more than the budget: t1: 6 anomalies where at most 5 were expected; 6 of them are of"
                + " shire\\finance.0, so look there first"));
    assertThat(
        score("--from=2026-03-15", "--to=2026-03-17").out(),
        not(containsString("more than the budget")));
  }

  @Test
  void reportsEverythingNewWhereThatIsWanted() throws IOException {
    assertDone(score("--threshold=-Infinity"));
    assertThat(rows("anomalies-t1.ndjson").size(), is(10));
    assertThat(Files.exists(folder.resolve("results/ordinary-t1.ndjson")), is(false));
  }

  @Test
  void namesWhatTheLimitLeavesOut() throws IOException {
    Cli cli = score("--maxAnomalies=2");
    List<Anomaly> written = rows("anomalies-t1.ndjson");
    assertThat(written.size(), is(2));
    assertThat(cli.out(), containsString(" 2 anomalous"));
    JsonNode scores = json("metrics.json").get("scores");
    int left = scores.get("overLimit").asInt();
    assertThat(left, is(greaterThanOrEqualTo(4)));
    assertThat(
        cli.out(),
        containsString(
            "not reported: %d anomalous accesses beyond --maxAnomalies=2".formatted(left)));
    assertThat(
        left + scores.get("anomalous").asInt() + scores.path("belowThreshold").asInt(), is(10));
  }

  @Test
  void callsNothingAnomalousThatLiesBelowTheMedian() throws IOException {
    assertDone(score("--threshold=-Infinity"));
    List<Anomaly> aboveTheMedian =
        rows("anomalies-t1.ndjson").stream().filter(row -> row.percentile() >= 50).toList();
    assertDone(score("--alertBudget=100"));
    assertThat(rows("anomalies-t1.ndjson"), is(aboveTheMedian));
  }

  @Test
  void tellsTheActorsStoryInEachOfItsRows() throws IOException {
    assertDone(score());
    for (Anomaly anomaly : rows("anomalies-t1.ndjson")) {
      assertThat(
          new ObjectMapper().readTree(anomaly.explanation()).get("actorStory").toString(),
          containsString("\"newAccesses\":6"));
      assertThat(anomaly.actorScore(), is(greaterThanOrEqualTo(anomaly.predictedScore())));
    }
  }

  private Cli score(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + events,
                "--model=" + model,
                "--output=" + folder.resolve("results")));
    arguments.addAll(List.of(options));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertDone(cli);
    return cli;
  }

  private static void assertDone(Cli cli) {
    assertThat(cli.err(), cli.status(), is(0));
  }

  private List<Anomaly> rows(String file) throws IOException {
    return Files.readAllLines(folder.resolve("results").resolve(file)).stream()
        .map(AnomalyJson::read)
        .toList();
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("results").resolve(file).toFile());
  }
}
