package dev.byoml.pipelines.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores, sends and sends again by the command line, as a user would. */
class ScoreToLogAnalyticsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);
  private static final Instant NEXT_DAY = Events.SCORED_DAY.plusSeconds(24 * 3600);

  @TempDir static Path shared;
  private static TestCertificate certificate;
  private static Path model;
  private static Path scored;

  @TempDir Path folder;
  private IngestionEndpoint endpoint;
  private ByomlProcess byoml;

  @BeforeAll
  static void train() throws Exception {
    certificate = TestCertificate.makeIn(shared);
    model = Trained.in(shared).model();
    List<String> lines = new ArrayList<>();
    for (String share : List.of("hr0", "hr1", "hr2", "engineering0", "engineering1")) {
      for (int person = 0; person < 2; person++) {
        lines.add(Events.event(Events.person("finance", person), share, MORNING));
      }
    }
    scored = Events.write(shared.resolve("scored.jsonl"), lines);
  }

  @BeforeEach
  void startEndpoint() throws Exception {
    endpoint = IngestionEndpoint.start(certificate);
    byoml = new ByomlProcess(folder, certificate, IngestionEndpoint.TOKEN);
  }

  @AfterEach
  void stopEndpoint() {
    endpoint.close();
  }

  @Test
  void sendsTheRowsThatItWritesToFiles() throws Exception {
    Program.Result result = score("--output=results");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.rows(), containsInAnyOrder(rows("anomalies-", "results").toArray()));
    assertThat(endpoint.losses(), is(empty()));
    assertThat(result.output(), containsString("sent: 10 rows"));
    JsonNode metrics = JSON.readTree(folder.resolve("results/metrics.json").toFile());
    assertThat(metrics.at("/ingestion/written").asInt(), is(10));
    assertThat(metrics.at("/ingestion/failed").asInt(), is(0));
  }

  @Test
  void recordsTheRunWithItsNumbers() throws Exception {
    Instant before = Instant.now();

    Program.Result result =
        score("--output=results", "--from=" + Events.SCORED_DAY, "--to=" + NEXT_DAY);

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.runs().size(), is(1));
    JsonNode run = endpoint.runs().get(0);
    JsonNode manifest = JSON.readTree(model.resolve("manifest.json").toFile());
    assertThat(run.get("Command").asText(), is("score"));
    assertThat(run.get("WindowStart").asText(), is(Events.SCORED_DAY.toString()));
    assertThat(run.get("WindowEnd").asText(), is(NEXT_DAY.toString()));
    assertThat(run.get("ReadCount").asInt(), is(10));
    assertThat(run.get("UsedCount").asInt(), is(10));
    assertThat(run.get("ResultCount").asInt(), is(10));
    assertThat(run.get("SentCount").asInt(), is(10));
    assertThat(run.get("FailedCount").asInt(), is(0));
    assertThat(run.get("ModelId").asText(), is(manifest.get("modelId").asText()));
    assertThat(Instant.parse(run.get("TimeGenerated").asText()), greaterThan(before));
    assertThat(endpoint.losses(), is(empty()));
  }

  @Test
  void recordsARunThatFindsNothing() throws Exception {
    Program.Result result = score("--output=results", "--to=" + Events.SCORED_DAY, "--allowEmpty");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.rows(), is(empty()));
    assertThat(
        endpoint.runs().get(0).get("Warnings").get(0).asText(), startsWith("nothing was read in"));
    assertThat(endpoint.runs().get(0).get("ResultCount").asInt(), is(0));
  }

  @Test
  void sendsNothingOfARunThatHasFailed() throws Exception {
    Path mostlyBroken = folder.resolve("broken.jsonl");
    Files.writeString(mostlyBroken, Files.readString(scored) + "{ no row\n".repeat(11));

    Program.Result result = score("--input=" + mostlyBroken, "--output=results");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("11 of the 21 rows"));
    assertThat(endpoint.requests(), is(0));
  }

  @Test
  void recordsARepeatedRunUnderTheSameName() throws Exception {
    score("--output=results");
    score("--output=results");

    List<JsonNode> runs = endpoint.runs();
    assertThat(runs.size(), is(2));
    assertThat(runs.get(0).get("RunId"), is(runs.get(1).get("RunId")));
  }

  @Test
  void onlyWarnsWhereTheRuleHasNoStreamOfRuns() throws Exception {
    endpoint.withoutRuns();

    Program.Result result = score("--output=results");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.rows().size(), is(10));
    assertThat(
        result.output(),
        containsString(
            "warning: the run is not recorded in Custom-AnomalousResourceAccessRun_CL: 404"));
  }

  @Test
  void sendsWithoutAnOutputFolder() throws Exception {
    Program.Result result = score();

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.rows().size(), is(10));
    assertThat(rows("anomalies-", "byoml-score"), is(empty()));
  }

  @Test
  void failsWithTheServicesWordsAndAHintWhenAccessIsDenied() throws Exception {
    endpoint.withFaults(number -> Fault.answer(403));

    Program.Result result = score("--output=results");

    assertThat(result.status(), is(1));
    assertThat(
        lastLine(result.errors()),
        allOf(
            startsWith("byoml: 10 of 10 rows were not written"),
            containsString("403 OperationFailed"),
            containsString("Monitoring Metrics Publisher"),
            containsString("scripts/byoml resend --deadLetters=results/dead-letters")));
    assertThat(
        rows("dead-letters-", "results/dead-letters"),
        containsInAnyOrder(rows("anomalies-", "results").toArray()));
  }

  @Test
  void saysThatATokenIsRejectedWithoutShowingIt() throws Exception {
    byoml = new ByomlProcess(folder, certificate, "planted-secret");

    Program.Result result = score("--output=results");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("401"));
    assertThat(result.errors() + result.output(), not(containsString("planted-secret")));
  }

  @Test
  void doesNotTrustAnUnknownCertificate() throws Exception {
    Files.createDirectories(folder.resolve("other"));
    TestCertificate other = TestCertificate.makeIn(folder.resolve("other"));
    byoml = new ByomlProcess(folder, other, IngestionEndpoint.TOKEN);

    Program.Result result = score("--output=results");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("javax.net.ssl.trustStore"));
    assertThat(endpoint.rows(), is(empty()));
  }

  @Test
  void sendsNothingInADryRun() throws Exception {
    Program.Result result = score("--dryRun");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.requests(), is(0));
    List<String> rows = result.output().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(rows.size(), is(5));
    assertThat(JSON.readTree(rows.get(0)).get("Actor").asText(), startsWith("shire\\finance"));
    assertThat(
        result.output(),
        allOf(containsString("POST " + endpoint.address()), containsString("and 5 more")));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList(), is(empty()));
    }
  }

  @Test
  void resendsWhatCouldNotBeSentAndKeepsNothingOfIt() throws Exception {
    endpoint.withFaults(number -> Fault.answer(503));
    score("--output=results", "--ingestionDeadlineSeconds=1");
    endpoint.withFaults();

    Program.Result result = resend("results/dead-letters");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(endpoint.rows(), containsInAnyOrder(rows("anomalies-", "results").toArray()));
    assertThat(rows("dead-letters-", "results/dead-letters"), is(empty()));
    JsonNode run = endpoint.runs().get(0);
    assertThat(run.get("Command").asText(), is("resend"));
    assertThat(run.get("SentCount").asInt(), is(10));
    assertThat(run.get("FailedCount").asInt(), is(0));
    assertThat(endpoint.losses(), is(empty()));
  }

  @Test
  void keepsWhatCannotBeResentEither() throws Exception {
    endpoint.withFaults(number -> Fault.answer(403));
    score("--output=results");

    Program.Result result = resend("results");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("403 OperationFailed"));
    assertThat(
        rows("dead-letters-", "results/dead-letters"),
        containsInAnyOrder(rows("anomalies-", "results").toArray()));
  }

  @Test
  void keepsDeadLettersWhenItScoresAgain() throws Exception {
    endpoint.withFaults(number -> Fault.answer(403));
    score("--output=results");
    endpoint.withFaults();

    score("--output=results");

    assertThat(rows("dead-letters-", "results/dead-letters").size(), is(10));
  }

  @Test
  void keepsALineOfADeadLetterFileThatIsNoRow() throws Exception {
    Path file = folder.resolve("dead-letters/dead-letters-edited.ndjson");
    Events.write(file, List.of("{\"RecordId\":\"good\"}", "{\"RecordId\":"));

    Program.Result result = resend("dead-letters");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("no JSON object"));
    assertThat(endpoint.rows().size(), is(1));
    try (Stream<Path> files = Files.list(folder.resolve("dead-letters"))) {
      assertThat(
          Files.readAllLines(files.findFirst().orElseThrow()), is(List.of("{\"RecordId\":")));
    }
  }

  @Test
  void saysThatThereIsNothingToResend() throws Exception {
    Files.createDirectories(folder.resolve("results"));

    Program.Result result = resend("results");

    assertThat(result.status(), is(0));
    assertThat(result.output(), containsString("there are no dead letters in results"));
  }

  @Test
  void saysWhenTheTokenInTheEnvironmentHasExpired() throws Exception {
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"aud\":\"https://monitor.azure.com\",\"exp\":1000000000}"
                    .getBytes(StandardCharsets.UTF_8));
    byoml = new ByomlProcess(folder, certificate, "e30." + claims + ".c2ln");

    Program.Result result = score("--output=results");

    assertThat(result.status(), is(1));
    assertThat(lastLine(result.errors()), containsString("BYOML_ACCESS_TOKEN expired"));
    assertThat(endpoint.requests(), is(0));
    assertThat(rows("dead-letters-", "results/dead-letters").size(), is(10));
  }

  private Program.Result score(String... further) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("score", "--input=" + scored, "--model=" + model));
    arguments.addAll(destination());
    arguments.removeIf(option -> List.of(further).stream().anyMatch(to -> sameName(to, option)));
    arguments.addAll(List.of(further));
    return byoml.run(arguments.toArray(String[]::new));
  }

  private static boolean sameName(String one, String other) {
    return one.split("=")[0].equals(other.split("=")[0]);
  }

  private Program.Result resend(String deadLetters) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("resend", "--deadLetters=" + deadLetters));
    arguments.addAll(destination());
    return byoml.run(arguments.toArray(String[]::new));
  }

  private List<String> destination() {
    return List.of(
        "--ingestionEndpoint=" + endpoint.address(),
        "--dataCollectionRuleId=" + CollectionRule.ID,
        "--streamName=" + endpoint.streamName());
  }

  /** The rows of the files in a folder whose names start so. */
  private List<JsonNode> rows(String start, String name) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    Path path = folder.resolve(name);
    if (!Files.isDirectory(path)) {
      return rows;
    }
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(start)).toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (first, second) -> second);
  }
}
