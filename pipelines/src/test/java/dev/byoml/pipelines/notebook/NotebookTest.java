package dev.byoml.pipelines.notebook;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.notebook.TrainedTenant.Community;
import dev.byoml.pipelines.notebook.TrainedTenant.KnownAccess;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The values and fragments of notebooks, from what the commands write of the small sample. */
class NotebookTest {
  private static final Path SAMPLE = Path.of("..", "sample-data", "small");
  private static final String CONTOSO = "2eb7af62-52ca-45f7-8166-aabaa30c072a";

  @TempDir static Path folder;
  private static TrainedModel model;
  private static ScoringResults results;

  @BeforeAll
  static void trainAndScore() throws IOException {
    String input = "--input=" + SAMPLE.resolve("am-securityevent");
    String path = "--model=" + folder.resolve("model");
    assertThat(Cli.run("train", input, "--to=2026-03-31", path).status(), is(0));
    String output = "--output=" + folder.resolve("results");
    assertThat(
        Cli.run(
                "score",
                input,
                "--from=2026-03-31",
                "--to=2026-04-01",
                "--threshold=-Infinity",
                path,
                output)
            .status(),
        is(0));
    model = TrainedModel.open(folder.resolve("model").toString());
    results = ScoringResults.read(folder.resolve("results").toString(), model);
  }

  @Test
  void tellsTheIdThatStandsInTheManifest() throws IOException {
    assertThat(
        Files.readString(folder.resolve("model/manifest.json")),
        containsString("\"modelId\" : \"%s\"".formatted(model.id())));
    assertThat(model.tenants(), hasItem(CONTOSO));
  }

  @Test
  void givesTheScoresOfTrainingWithMeanZero() throws IOException {
    List<KnownAccess> accesses = model.tenant(CONTOSO).accesses();
    assertThat(
        accesses.stream().mapToDouble(KnownAccess::score).average().orElseThrow(),
        closeTo(0, 1e-6));
    assertThat(
        accesses.stream().mapToLong(KnownAccess::count).min().orElseThrow(), greaterThan(0L));
  }

  @Test
  void scoresAnAccessAsTheRunDid() throws IOException {
    Anomaly highest =
        results.anomalies(CONTOSO).stream()
            .filter(anomaly -> anomaly.reason().label().equals("LowAffinity"))
            // Of an actor with one new access: others are judged with what else the actor did.
            .filter(anomaly -> anomaly.actorScore() == anomaly.predictedScore())
            .findFirst()
            .orElseThrow();
    assertThat(
        model.tenant(CONTOSO).score(highest.actor(), highest.resource()).orElseThrow().score(),
        closeTo(highest.predictedScore(), 1e-9));
  }

  @Test
  void putsEveryUserAndResourceIntoOneCommunity() throws IOException {
    TrainedTenant tenant = model.tenant(CONTOSO);
    assertThat(
        tenant.communities().stream().mapToInt(community -> community.users().size()).sum(),
        is(tenant.users().size()));
    assertThat(
        tenant.communities().stream().map(Community::resources).mapToInt(List::size).sum(),
        is(tenant.resources().size()));
  }

  @Test
  void saysWhichTenantsThereAreWhereOneIsUnknown() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> model.tenant("nobody")).getMessage(),
        allOf(containsString("nobody"), containsString(CONTOSO)));
  }

  @Test
  void ranksTheAnomaliesAndCountsTheLines() {
    List<Double> scores = results.anomalies().stream().map(Anomaly::predictedScore).toList();
    assertThat(scores, is(scores.stream().sorted((a, b) -> Double.compare(b, a)).toList()));
    assertThat(results.total(), is((long) scores.size()));
    assertThat(results.numbers().get("scores.anomalous"), is(results.total()));
  }

  @Test
  void saysInTheTableWhyAnAccessIsOdd() {
    assertThat(
        results.table(3),
        allOf(containsString("not together"), containsString("Usually this actor touches")));
  }

  @Test
  void drawsWhatIsWellFormedAndNeedsNoScript() throws Exception {
    String tenant = results.tenants().get(0);
    for (String fragment :
        List.of(
            results.table(5),
            results.sankey(tenant),
            results.matrix(tenant),
            Charts.line("Objective", model.tenant(CONTOSO).objective()),
            Charts.bars("Bars", Map.of("one", 1)),
            Charts.histogram("Scores", Map.of("one", List.of(1.0, 2.0), "none", List.of())))) {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(fragment)));
      assertThat(document.getElementsByTagName("script").getLength(), is(0));
      assertThat(fragment, not(containsString("NaN")));
    }
  }

  @Test
  void drawsEveryAnomalyOfTheMatrixOnce() {
    String tenant = results.tenants().get(0);
    assertThat(
        results.matrix(tenant).split("class=\"anomalous\"", -1).length - 1,
        is(results.anomalies(tenant).size()));
  }

  @Test
  void escapesNames() {
    String hostile = "<img src=x onerror=alert(1)>\u202e";
    assertThat(
        List.of(
            Charts.table(List.of("Name"), List.of(List.of(hostile))),
            Charts.bars(hostile, Map.of(hostile, 1))),
        everyItem(allOf(not(containsString("<img")), not(containsString("\u202e")))));
  }

  @Test
  void framesTheWholeReport() {
    assertThat(
        results.report(600),
        matchesPattern(
            "(?s)<iframe [^>]*sandbox=\"allow-scripts\"[^>]*srcdoc=\"[^\"]+\"></iframe>"));
  }

  @Test
  void refusesResultsOfAnotherModel() {
    Path other = folder.resolve("other");
    assertThat(
        Cli.run(
                "train",
                "--input=" + SAMPLE.resolve("am-securityevent"),
                "--to=2026-03-30",
                "--model=" + other)
            .status(),
        is(0));
    assertThat(
        assertThrows(
                IOException.class,
                () ->
                    ScoringResults.read(
                        folder.resolve("results").toString(), TrainedModel.open(other.toString())))
            .getMessage(),
        containsString("scored by model"));
  }

  @Test
  void readsTheMeasuresOfAnEvaluation() throws IOException {
    Path output = folder.resolve("evaluation");
    assertThat(
        Cli.run(
                "evaluate",
                "--model=" + folder.resolve("model"),
                "--labels=" + SAMPLE.resolve("labels.tsv"),
                "--output=" + output)
            .status(),
        is(0));
    Measures measures = Measures.read(output.toString());
    assertThat(measures.modelId(), is(model.id()));
    assertThat(measures.methods().get("model").get("areaUnderCurve").value(), greaterThan(0.9));
    assertThat(measures.anomalous(), greaterThan(0L));
  }

  @Test
  void givesListsThatCannotBeChanged() {
    assertThat(results.anomalies(), not(empty()));
    assertThrows(UnsupportedOperationException.class, () -> results.anomalies().clear());
    assertThrows(UnsupportedOperationException.class, () -> results.numbers().clear());
    assertThat(results.tenants(), hasSize(greaterThan(0)));
  }
}
