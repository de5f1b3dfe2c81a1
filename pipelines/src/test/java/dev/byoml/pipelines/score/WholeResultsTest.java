package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.transforms.write.OutputLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a run looks whole when the run is, and at no other time. */
class WholeResultsTest {
  @TempDir static Path folder;
  private static Path model;
  private static Path events;
  private static Path pristine;

  @TempDir Path own;
  private Path results;

  @BeforeAll
  static void trainAndScore() throws IOException {
    model = folder.resolve("model");
    pristine = folder.resolve("results");
    Path training = Events.write(folder.resolve("training.jsonl"), Events.training());
    List<String> lines = new ArrayList<>();
    for (String tenant : List.of("t1", "t2")) {
      lines.add(
          Events.event(Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60))
              .replace("\"t1\"", "\"" + tenant + "\"")
              .replace("\"_ItemId\":\"", "\"_ItemId\":\"" + tenant));
    }
    lines.add("{ no line");
    events = Events.write(folder.resolve("scored.jsonl"), lines);
    succeed("train", "--input=" + training, "--model=" + model);
    score(pristine);
  }

  @BeforeEach
  void copy() throws IOException {
    results = own.resolve("results");
    try (Stream<Path> files = Files.walk(pristine)) {
      for (Path file : files.toList()) {
        Files.copy(file, results.resolve(pristine.relativize(file).toString()));
      }
    }
  }

  @Test
  void listsEveryFileOfTheRunWithItsDigest() throws IOException {
    JsonNode run = json(results.resolve("run.json"));
    Map<String, String> listed = new TreeMap<>();
    run.get("files").forEach(f -> listed.put(f.get("name").asText(), f.get("sha256").asText()));
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.walk(results)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("run.json") && !file.endsWith("metrics.json"))
          .forEach(file -> there.put(results.relativize(file).toString(), digest(file)));
    }
    assertThat(listed, is(there));
    assertThat(listed.size(), is(3));
  }

  @Test
  void tellsWindowModelAndCounts() throws IOException {
    JsonNode run = json(results.resolve("run.json"));
    assertThat(run.get("from").asText(), is(Events.SCORED_DAY.toString()));
    assertThat(run.get("to").isNull(), is(true));
    assertThat(run.get("modelId"), is(json(model.resolve("manifest.json")).get("modelId")));
    assertThat(run.get("counts").get("read").asLong(), is(3L));
    assertThat(run.get("counts").get("reported").asLong(), is(2L));
  }

  @Test
  void listsTheFilesOfAllScoresInTheTableOfTheResults() throws IOException {
    Path scores = own.resolve("scores");
    Path other = own.resolve("other");
    succeed(
        "score",
        "--input=" + events,
        "--from=" + Events.SCORED_DAY,
        "--model=" + model,
        "--output=" + other,
        "--allScores=" + scores);
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode file : json(other.resolve("run.json")).get("elsewhere")) {
      assertThat(Path.of(file.get("folder").asText()).endsWith("scores"), is(true));
      listed.put(file.get("name").asText(), file.get("sha256").asText());
    }
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.list(scores)) {
      files.forEach(file -> there.put(file.getFileName().toString(), digest(file)));
    }
    assertThat(listed, is(there));
    assertThat(listed.isEmpty(), is(false));
    assertThat(json(results.resolve("run.json")).has("elsewhere"), is(false));
  }

  @Test
  void isReportedWhenWhole() {
    Cli cli = report();
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(cli.out(), not(containsString("run.json")));
  }

  @Test
  void isRefusedWithoutOneOfItsFiles() throws IOException {
    Files.delete(results.resolve("anomalies-t2.ndjson"));
    assertRefused("anomalies-t2.ndjson is missing");
  }

  @Test
  void isRefusedWithAFileThatWasCutShort() throws IOException {
    Path file = results.resolve("anomalies-t1.ndjson");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"Reason\":\"\\w", "\"Reason\":\"X"));
    assertRefused("anomalies-t1.ndjson is not as the run wrote it");
  }

  @Test
  void isRefusedWithTheNumbersOfAnotherRun() throws IOException {
    Path file = results.resolve("metrics.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"read\" : 3", "\"read\" : 4"));
    assertRefused("metrics.json is missing or of another run");
  }

  @Test
  void isRefusedWithAFileOfAnotherRun() throws IOException {
    Files.copy(results.resolve("anomalies-t1.ndjson"), results.resolve("anomalies-t0.ndjson"));
    assertRefused("anomalies-t0.ndjson is of another run");
  }

  @Test
  void isRefusedWhileItIsWrittenAndAfterAnInterruption() throws IOException {
    Files.delete(results.resolve("run.json"));
    Files.delete(results.resolve("anomalies-t1.ndjson"));
    Files.writeString(results.resolve(OutputLock.FILE), "byoml score, process 4711");
    assertRefused("has not ended or was interrupted");
  }

  @Test
  void isReportedWithADoubtWhenNothingTellsWhetherItIsWhole() throws IOException {
    Files.delete(results.resolve("run.json"));
    Cli cli = report();
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(cli.out(), containsString("has no run.json"));
    assertThat(Files.readString(own.resolve("r.html")), containsString("\"whole\":false"));
  }

  @Test
  void isMadeWholeByTheNextRunAfterAnInterruption() throws IOException {
    Files.delete(results.resolve("run.json"));
    Files.writeString(results.resolve(OutputLock.FILE), "byoml score, process 4711");
    Files.writeString(results.resolve("anomalies-t9.ndjson"), "left over");
    Files.writeString(results.resolve("rejected/rejected-00099-of-00100.ndjson"), "left over");
    score(results);
    assertThat(names(results), is(names(pristine)));
    assertThat(report().status(), is(0));
  }

  @Test
  void resendSaysThatARunDidNotFinish() throws IOException {
    Files.delete(results.resolve("run.json"));
    Files.writeString(results.resolve(OutputLock.FILE), "byoml score, process 4711");
    Path letters = Files.createDirectory(results.resolve("dead-letters"));
    Files.writeString(letters.resolve("dead-letters-0.ndjson"), "no row\n");
    Cli cli =
        Cli.run(
            "resend",
            "--deadLetters=" + letters,
            "--ingestionEndpoint=https://localhost:1",
            "--dataCollectionRuleId=dcr-0",
            "--streamName=Custom-X",
            "--ingestionDeadlineSeconds=1");
    assertThat(cli.out(), containsString("has not ended or was interrupted"));
  }

  @Test
  void isNotTouchedByASecondRunWhileTheFirstIsWriting() throws IOException {
    try (OutputLock first = take(results)) {
      Cli cli = Cli.run("score", "--input=" + events, "--model=" + model, "--output=" + results);
      assertThat(cli.status(), is(2));
      assertThat(cli.err(), containsString("another run is writing to " + results));
      assertThat(cli.err().lines().count(), is(1L));
    }
    assertThat(report().status(), is(0));
    assertThat(Files.exists(results.resolve(OutputLock.FILE)), is(false));
  }

  @Test
  void keepsASecondTrainingOutWhileTheFirstIsWriting() throws IOException {
    Path made = own.resolve("model");
    try (OutputLock first = take(made)) {
      Cli cli = Cli.run("train", "--input=" + events, "--model=" + made);
      assertThat(cli.status(), is(2));
      assertThat(cli.err(), containsString("another run is writing to " + made));
    }
  }

  @Test
  void leavesTheResultsOfAFolderThatItsNameWouldMatchAsAPattern() throws IOException {
    Path named = own.resolve("result[s]");
    score(named);
    assertThat(names(results), is(names(pristine)));
    assertThat(names(named), is(names(pristine)));
  }

  @Test
  void trainsIntoAFolderWhoseNameWouldMatchAModelAsAPattern() throws IOException {
    Path made = folder.resolve("mode[l]");
    succeed(
        "train",
        "--input=" + folder.resolve("training.jsonl"),
        "--model=" + made,
        "--iterations=1");
    succeed("score", "--input=" + events, "--model=" + made, "--output=" + own.resolve("r"));
  }

  @Test
  void doesNotGoIntoAModel() {
    for (Path inModel : List.of(model, model.resolve("results"))) {
      Cli cli = Cli.run("score", "--input=" + events, "--model=" + model, "--output=" + inModel);
      assertThat(cli.status(), is(2));
      assertThat(cli.err(), containsString("lies in the model " + model));
      assertThat(Files.exists(model.resolve("results")), is(false));
    }
  }

  private static OutputLock take(Path folder) throws IOException {
    return OutputLock.take(folder.toString(), PipelineOptionsFactory.create(), "another run")
        .orElseThrow();
  }

  private void assertRefused(String why) {
    Cli cli = report();
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString(why));
    assertThat(cli.err().lines().count(), is(1L));
    assertThat(Files.exists(own.resolve("r.html")), is(false));
  }

  private Cli report() {
    return Cli.run(
        "report", "--results=" + results, "--model=" + model, "--output=" + own.resolve("r.html"));
  }

  private static void score(Path output) {
    succeed(
        "score",
        "--input=" + events,
        "--from=" + Events.SCORED_DAY,
        "--model=" + model,
        "--threshold=-Infinity",
        "--output=" + output);
  }

  private static void succeed(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(folder::relativize).map(Path::toString).sorted().toList();
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static String digest(Path file) {
    try {
      return HexFormat.of().formatHex(ContentDigest.sha256().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
