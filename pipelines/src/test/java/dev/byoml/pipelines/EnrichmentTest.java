package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of users and resources from outside, from file to result. */
class EnrichmentTest {
  @TempDir static Path shared;
  private static Path training;
  private static Path plain;

  @TempDir Path folder;

  @BeforeAll
  static void trainWithoutIt() throws IOException {
    Trained trained = Trained.in(shared);
    training = trained.events();
    plain = trained.model();
  }

  @Test
  void theColumnsAppearInTheResultsExplanation() throws IOException {
    Path users = file("users.csv", "user,department,title", "SHIRE\\finance.0,Finance,Clerk");
    Path shares =
        file("shares.csv", "resource,sensitivity", "\\\\fs01.shire.example\\hr1,restricted");
    JsonNode explanation = score(plain, "--enrichment=" + users + "," + shares).get("Explanation");
    assertThat(explanation.at("/actorAttributes/title").asText(), is("Clerk"));
    assertThat(explanation.at("/resourceAttributes/sensitivity").asText(), is("restricted"));
    assertThat(
        explanation.get("summary").asText(),
        endsWith(
            "The actor's department is Finance, title is Clerk. The resource's sensitivity is"
                + " restricted."));
  }

  @Test
  void aWeightChangesTheLikelihoodOfAccessesInTraining() throws IOException {
    Path shares = file("shares.csv", "resource,weight", "\\\\fs01.shire.example\\hr1,5");
    Path model = folder.resolve("weighted");
    Cli cli = Cli.run("train", "--input=" + training, "--model=" + model, "--enrichment=" + shares);
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(model), is(not(modelId(plain))));
  }

  @Test
  void aPeerGroupMakesItsMembersLessOddOnEachOthersShares() throws IOException {
    List<String> lines = new ArrayList<>(List.of("user,team"));
    for (int person = 0; person < 6; person++) {
      lines.add("shire\\hr." + person + ",pay");
    }
    lines.add("shire\\finance.0,pay");
    Path users = file("users.csv", lines.toArray(String[]::new));
    Path grouped =
        byAls("grouped", "--enrichment=" + users, "--peerGroup=team", "--peerGroupStrength=10");
    assertThat(
        score(grouped).get("PredictedScore").asDouble(),
        is(lessThan(score(byAls("alone")).get("PredictedScore").asDouble())));
  }

  private Path byAls(String name, String... more) {
    Path model = folder.resolve(name);
    List<String> words =
        new ArrayList<>(
            List.of("train", "--input=" + training, "--model=" + model, "--algorithm=als"));
    words.addAll(List.of(more));
    Cli cli = Cli.run(words.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
    return model;
  }

  @Test
  void refusesAGroupThatIsNoColumn() throws IOException {
    Path users = file("users.csv", "user,team", "shire\\hr.1,pay");
    Cli cli =
        Cli.run(
            "train",
            "--input=" + training,
            "--model=" + folder.resolve("m"),
            "--enrichment=" + users,
            "--peerGroup=department");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--peerGroup=department is not a column of the users"));
  }

  @Test
  void namesTheFileAndLineThatIsWrong() throws IOException {
    Path users = file("users.csv", "user,team", "shire\\hr.1");
    Cli cli =
        Cli.run(
            "train",
            "--input=" + training,
            "--model=" + folder.resolve("m"),
            "--enrichment=" + users);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("users.csv, line 2: expected 2 columns, got 1"));
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private JsonNode score(Path model, String... more) throws IOException {
    Path results = folder.resolve("results-" + model.getFileName());
    Path scored =
        Events.write(
            folder.resolve("scored.jsonl"),
            List.of(
                Events.event(
                    Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60))));
    List<String> words =
        new ArrayList<>(
            List.of("score", "--input=" + scored, "--model=" + model, "--output=" + results));
    words.addAll(List.of(more));
    Cli cli = Cli.run(words.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
    try (Stream<Path> files = Files.list(results)) {
      Path file = files.filter(f -> f.toString().endsWith(".ndjson")).findFirst().orElseThrow();
      return new ObjectMapper().readTree(Files.readAllLines(file).get(0));
    }
  }

  private static String modelId(Path model) throws IOException {
    return new ObjectMapper()
        .readTree(model.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }
}
