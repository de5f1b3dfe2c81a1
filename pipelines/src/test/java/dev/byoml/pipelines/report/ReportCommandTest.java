package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.score.Reason;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportCommandTest {
  private static final String HOSTILE = "x</script><script>alert(1)</script>";

  @TempDir static Path folder;
  private static Path model;
  private static Path results;
  private static String html;

  @BeforeAll
  static void report() throws IOException {
    model = folder.resolve("model");
    results = folder.resolve("results");
    Path training = Events.write(folder.resolve("training.jsonl"), Events.training());
    Path scored =
        Events.write(
            folder.resolve("scored.jsonl"),
            List.of(
                Events.event(Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60)),
                Events.event(
                    Events.person("finance", 1), HOSTILE, Events.SCORED_DAY.plusSeconds(90))));
    run("train", "--input=" + training, "--model=" + model);
    run("score", "--input=" + scored, "--model=" + model, "--output=" + results);
    html = report(folder.resolve("report.html"));
  }

  @Test
  void showsWhoTouchedWhat() {
    assertThat(html, containsString("finance.0"));
    assertThat(html, containsString("hr1"));
  }

  @ParameterizedTest
  @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "SEEN_BEFORE")
  void callsAReasonAsTheTerminalDoes(Reason reason) {
    assertThat(html, containsString("%s: \"%s\"".formatted(reason.label(), reason.inWords())));
  }

  @Test
  void keepsAHostileShareNameText() {
    assertThat(html, not(containsString("<script>alert(1)")));
    assertThat(html, not(containsString("x</script>")));
  }

  @Test
  void letsTheBrowserAskForNothing() {
    assertThat(html, containsString("default-src 'none'"));
  }

  @Test
  void showsHowWellTheModelRanked() throws IOException {
    Path evaluation = evaluation(modelId());
    Path file = folder.resolve("evaluated.html");
    run(
        "report",
        "--results=" + results,
        "--model=" + model,
        "--evaluation=" + evaluation,
        "--output=" + file);
    assertThat(Files.readString(file), containsString("\"areaUnderCurve\":{\"value\":0.91,"));
  }

  @Test
  void refusesAnEvaluationOfAnotherModel() throws IOException {
    Cli cli =
        Cli.run(
            "report",
            "--results=" + results,
            "--model=" + model,
            "--evaluation=" + evaluation("another"),
            "--output=" + folder.resolve("other.html"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("it is about model another, but --model is "));
  }

  private static String modelId() throws IOException {
    return new ObjectMapper()
        .readTree(model.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }

  private static Path evaluation(String modelId) throws IOException {
    Path evaluation = Files.createDirectories(folder.resolve("evaluation-" + modelId));
    Files.writeString(
        evaluation.resolve("evaluation.json"),
        """
        {"modelId": "%s", "anomalous": 40, "harmless": 60, "seenBefore": 0, "methods":
          {"model": {"areaUnderCurve": {"value": 0.91, "low": 0.85, "high": 0.97}}}}
        """
            .formatted(modelId));
    return evaluation;
  }

  @Test
  void showsEarlierVerdicts() throws IOException {
    Path verdicts =
        Events.write(
            folder.resolve("verdicts.csv"),
            List.of(
                "tenant,actor,resource,verdict,by,at",
                "t1," + Events.person("finance", 0) + ",somewhere,benign,dana,2026-03-10",
                "t1," + HOSTILE + ",somewhere,malicious," + HOSTILE + ",2026-03-10"));
    Path file = folder.resolve("judged.html");
    run(
        "report",
        "--results=" + results,
        "--model=" + model,
        "--verdicts=" + verdicts,
        "--output=" + file);
    String judged = Files.readString(file);
    assertThat(judged, containsString("\"verdicts\":{\"count\":2"));
    assertThat(judged, not(containsString("<script>alert(1)")));
  }

  @Test
  void namesTenants() throws IOException {
    Path file = folder.resolve("named.html");
    Path names = Events.write(folder.resolve("tenants.csv"), List.of("tenant,name", "t1,Contoso"));

    run(
        "report",
        "--results=" + results,
        "--model=" + model,
        "--tenantNames=" + names,
        "--output=" + file);

    assertThat(Files.readString(file), containsString("\"tenantNames\":{\"t1\":\"Contoso\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,name            | line 1: expected the heading tenant,name",
        "tenant,name;t1     | line 2: expected a tenant and its name",
        "tenant,name;t1,A;t1,B | line 3: t1 is named twice",
      })
  void saysWhatIsWrongWithNamesOfTenants(String csv, String message) throws IOException {
    Path names = Events.write(folder.resolve("wrong.csv"), List.of(csv.split(";")));

    Cli cli =
        Cli.run(
            "report",
            "--results=" + results,
            "--model=" + model,
            "--tenantNames=" + names,
            "--output=" + folder.resolve("wrong.html"));

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--tenantNames=" + names + ", " + message));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void saysWhichNamesOfTenantsCannotBeRead() {
    Cli cli =
        Cli.run(
            "report",
            "--results=" + results,
            "--model=" + model,
            "--tenantNames=" + folder.resolve("nowhere.csv"),
            "--output=" + folder.resolve("wrong.html"));

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("nowhere.csv cannot be read"));
  }

  @Test
  void writesTheSamePageAgain() throws IOException {
    assertThat(report(folder.resolve("again.html")), is(html));
  }

  @Test
  void namesTheFolderThatHoldsNoResults() {
    Path nothing = folder.resolve("nothing");
    Cli cli =
        Cli.run(
            "report",
            "--results=" + nothing,
            "--model=" + model,
            "--output=" + folder.resolve("none.html"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString(nothing.toString()));
    assertThat(cli.err().lines().count(), is(1L));
  }

  private static String report(Path file) throws IOException {
    run("report", "--results=" + results, "--model=" + model, "--output=" + file);
    return Files.readString(file);
  }

  private static void run(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }
}
