package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    model = Trained.in(shared).model();
  }

  @Test
  void writesWhatItPrints() throws IOException {
    Cli cli = evaluate(label("finance", "hr1", 1) + label("finance", "public", 0));
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(
        cli.out(),
        containsString("labels: 1 that should be found, 1 harmless; training saw 1 of them"));
    JsonNode json =
        new ObjectMapper().readTree(folder.resolve("out").resolve("evaluation.json").toFile());
    JsonNode area = json.get("methods").get("model").get("areaUnderCurve");
    assertThat(area.get("value").doubleValue(), is(1.0));
    assertThat(json.get("modelId").textValue().length(), is(32));
  }

  @Test
  void tellsWhatIsFoundWithinTheAlertBudget() throws IOException {
    Cli cli =
        evaluate(
            label("finance", "hr1", 1)
                + label("finance", "hr2", 1)
                + label("finance", "public", 0));
    assertThat(
        cli.out(),
        containsString(
            "recall at the alert budget of 5 a day: 1.000 (0.342-1.000), 2 of 2 that should be"
                + " found, as if all were of one window; and 0 of 1 harmless are reported"));
    JsonNode json =
        new ObjectMapper().readTree(folder.resolve("out").resolve("evaluation.json").toFile());
    assertThat(json.get("atAlertBudget").get("recall").get("value").doubleValue(), is(1.0));
    assertThat(json.get("atAlertBudget").get("reportedHarmless").intValue(), is(0));
  }

  @Test
  void makesLabelsOfALaterWindow() throws IOException {
    Path later =
        Events.write(
            folder.resolve("later.jsonl"),
            List.of(
                Events.event(Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60)),
                Events.event(
                    Events.person("finance", 1), "hr2", Events.SCORED_DAY.plusSeconds(90))));
    Cli cli =
        Cli.run(
            "evaluate",
            "--model=" + model,
            "--input=" + later,
            "--output=" + folder.resolve("out"));
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(cli.out(), containsString("accesses of the window were new"));
    assertThat(cli.out(), containsString("walk-tail"));
    JsonNode methods =
        new ObjectMapper()
            .readTree(folder.resolve("out").resolve("evaluation.json").toFile())
            .get("methods");
    assertThat(methods.has("model"), is(true));
    assertThat(methods.has("als"), is(true));
  }

  @Test
  void tellsWhichAlgorithmScores() throws IOException {
    Cli cli = evaluate(label("finance", "hr1", 1) + label("finance", "public", 0));
    assertThat(cli.out(), containsString("is scored by walk + walk-tail ("));
  }

  @Test
  void refusesAWindowBesideLabels() {
    Cli cli = Cli.run("evaluate", "--model=" + model, "--labels=l", "--input=i");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--labels and --input exclude each other"));
  }

  @Test
  void namesTheLineOfTheLabelsThatIsWrong() throws IOException {
    Cli cli = evaluate(label("finance", "hr1", 1) + "nonsense\n");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("labels.tsv, line 2: expected tenant, user, resource"));
  }

  @Test
  void refusesAFolderWithoutAModel() throws IOException {
    Path labels =
        Files.writeString(
            folder.resolve("labels.tsv"),
            label("finance", "hr1", 1) + label("finance", "public", 0));
    Cli cli = Cli.run("evaluate", "--model=" + folder, "--labels=" + labels);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--model=" + folder + " cannot be used"));
  }

  @Test
  void tellsHowAModelDiffersFromTheOneBefore() throws IOException {
    Path newTraining =
        Events.write(
            folder.resolve("training.jsonl"),
            Stream.concat(
                    Events.training().stream(),
                    Stream.of(
                        Events.event("shire\\joiner", "finance1", Events.START.plusSeconds(60))))
                .toList());
    Path newer = folder.resolve("newer");
    Cli trained = Cli.run("train", "--input=" + newTraining, "--model=" + newer);
    assertThat(trained.err(), trained.status(), is(0));
    Cli cli =
        Cli.run(
            "evaluate",
            "--model=" + newer,
            "--previousModel=" + model,
            "--output=" + folder.resolve("out"));
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(cli.out(), containsString("18 +1 -0"));
    JsonNode tenant =
        new ObjectMapper()
            .readTree(folder.resolve("out/drift.json").toFile())
            .get("tenants")
            .get(0);
    assertThat(tenant.get("users").get("addedExamples").get(0).asText(), is("shire\\joiner"));
    assertThat(tenant.get("spearman").asDouble(), is(greaterThan(0.5)));
  }

  @Test
  void asksForLabelsOrAModelToCompareWith() {
    Cli cli = Cli.run("evaluate", "--model=" + model);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--labels is missing"));
  }

  @Test
  void namesThePreviousModelThatCannotBeUsed() {
    Cli cli = Cli.run("evaluate", "--model=" + model, "--previousModel=" + folder);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--previousModel=" + folder + " cannot be used"));
  }

  private Cli evaluate(String labels) throws IOException {
    Path file = Files.writeString(folder.resolve("labels.tsv"), labels);
    return Cli.run(
        "evaluate", "--model=" + model, "--labels=" + file, "--output=" + folder.resolve("out"));
  }

  private static String label(String department, String share, int label) {
    return "t1\t%s\t%s\t%d\n".formatted(Events.person(department, 0), Events.share(share), label);
  }
}
