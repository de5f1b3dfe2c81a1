package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertBudgetTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);

  @TempDir static Path folder;
  private static Path training;
  private static Path model;
  private static Path scored;

  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>(Events.training());
    // On each of the three days that are held out, two people touch a share of another department.
    for (int day = 11; day < 14; day++) {
      Instant time = Events.START.plusSeconds(86_400L * day + 36_000);
      lines.add(Events.event(Events.person("finance", day - 10), "hr1", time));
      lines.add(Events.event(Events.person("hr", day - 10), "engineering1", time));
    }
    training = Events.write(folder.resolve("training.jsonl"), lines);
    model = folder.resolve("model");
    run(0, "train", "--input=" + training, "--model=" + model);
    List<String> odd = new ArrayList<>();
    for (int person = 0; person < 6; person++) {
      odd.add(Events.event(Events.person("engineering", person), "hr2", MORNING));
    }
    scored = Events.write(folder.resolve("scored.jsonl"), odd);
  }

  @Test
  void writesTheExpectedAlertsOfEachTenantIntoTheManifest() throws Exception {
    JsonNode alerts = expectedAlerts(model);
    assertThat(alerts.get("from").asText(), is("2026-03-13T00:00:00Z"));
    assertThat(alerts.get("to").asText(), is("2026-03-16T00:00:00Z"));
    assertThat(alerts.get("days").asInt(), is(3));
    JsonNode lowest = alerts.get("rows").get(alerts.get("rows").size() - 1);
    assertThat(lowest.get("alertsPerDay").asDouble(), is(2.0));
    assertThat(lowest.get("threshold").asDouble(), is(greaterThan(1.0)));
  }

  @Test
  void doesNotChangeTheModelItself() throws Exception {
    Path other = folder.resolve("uncalibrated");
    run(0, "train", "--input=" + training, "--model=" + other, "--calibrationDays=0");
    assertThat(expectedAlerts(other).isNull(), is(true));
    assertThat(manifest(other).get("modelId"), is(manifest(model).get("modelId")));
    Cli cli = score(2, other, "--alertBudget=5");
    assertThat(cli.err(), containsString("without --calibrationDays=0"));
  }

  @Test
  void reportsEverythingWhereTheBudgetIsLarge() {
    assertThat(score(0, model, "--alertBudget=5").out(), containsString("6 anomalous"));
  }

  @Test
  void picksAThresholdWhereTheBudgetIsSmall() {
    Cli cli = score(0, model, "--alertBudget=0.1", "--from=2026-03-16", "--to=2026-03-17");
    assertThat(cli.out(), containsString("alert budget: 0.1 a day for each tenant"));
    assertThat(cli.out(), containsString("t1: threshold "));
    assertThat(cli.out(), containsString(" 0 alerts expected in this window"));
  }

  @Test
  void takesNoThresholdBesideTheBudget() {
    Cli cli = score(2, model, "--alertBudget=5", "--threshold=1");
    assertThat(cli.err(), containsString("--threshold and --alertBudget"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void takesNoBudgetOfNothing() {
    assertThat(score(2, model, "--alertBudget=0").err(), containsString("must be above 0"));
  }

  private static Cli score(int status, Path model, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + scored,
                "--model=" + model,
                "--output=" + folder.resolve("results")));
    arguments.addAll(List.of(options));
    return run(status, arguments.toArray(String[]::new));
  }

  private static Cli run(int status, String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(status));
    return cli;
  }

  private static JsonNode expectedAlerts(Path model) throws IOException {
    return manifest(model).get("tenants").get(0).get("expectedAlerts");
  }

  private static JsonNode manifest(Path model) throws IOException {
    return new ObjectMapper().readTree(model.resolve("manifest.json").toFile());
  }
}
