package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.score.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndScoreTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);

  @TempDir static Path shared;
  private static Path model;
  private static Path training;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    Trained trained = Trained.in(shared);
    training = trained.events();
    model = trained.model();
  }

  @Test
  void reportsAnAccessToAnotherDepartmentsShare() throws Exception {
    List<Anomaly> anomalies =
        score(Events.event(Events.person("finance", 0), "hr1", MORNING)).anomalies();
    assertThat(anomalies.size(), is(1));
    Anomaly anomaly = anomalies.get(0);
    assertThat(anomaly.actor(), is("shire\\finance.0"));
    assertThat(anomaly.resource(), is("\\\\fs01.shire.example\\hr1"));
    assertThat(anomaly.reason(), is(Reason.LOW_AFFINITY));
    assertThat(anomaly.predictedScore(), is(greaterThan(2.0)));
    assertThat(anomaly.hostName(), is("FS01"));
    assertThat(anomaly.dnsDomain(), is("shire.example"));
    assertThat(anomaly.ipAddress(), is("10.0.0.7"));
  }

  @Test
  void doesNotReportAnAccessThatTrainingHasSeen() throws Exception {
    Run run = score(Events.event(Events.person("finance", 0), "finance1", MORNING));
    assertThat(run.anomalies(), is(empty()));
    assertThat(run.metrics().get("scores").get("seenBefore").asLong(), is(1L));
  }

  @Test
  void countsTheAccessesOfOneUserToOneShareTogether() throws Exception {
    String actor = Events.person("finance", 0);
    Anomaly anomaly =
        score(
                Events.event(actor, "hr1", MORNING),
                Events.event(actor, "hr1", MORNING.plusSeconds(60)),
                Events.event(actor, "hr1", MORNING.minusSeconds(60)))
            .anomalies()
            .get(0);
    assertThat(anomaly.accessCount(), is(3L));
    assertThat(anomaly.firstAccess(), is(MORNING.minusSeconds(60)));
    assertThat(anomaly.lastAccess(), is(MORNING.plusSeconds(60)));
  }

  @Test
  void givesUnseenActorsAndResourcesAScoreAndAReason() throws Exception {
    List<Anomaly> anomalies =
        score(
                Events.event("shire\\newcomer", "finance1", MORNING),
                Events.event(Events.person("hr", 0), "brand-new", MORNING),
                Events.event("shire\\stranger", "unheard-of", MORNING))
            .anomalies();
    assertThat(
        anomalies.stream().map(Anomaly::reason).toList(),
        containsInAnyOrder(Reason.NEW_ACTOR, Reason.NEW_RESOURCE, Reason.NEW_ACTOR_AND_RESOURCE));
  }

  @Test
  void ranksANewActorAcrossDepartmentsAboveOneWithinADepartment() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String department : List.of("finance", "hr", "engineering")) {
      lines.add(Events.event("shire\\spy", department + "1", MORNING));
    }
    for (int share = 0; share < 3; share++) {
      lines.add(Events.event("shire\\joiner", "finance" + share, MORNING));
    }
    List<Anomaly> anomalies = score(lines.toArray(String[]::new)).anomalies();
    assertThat(
        anomalies.stream().limit(3).map(Anomaly::actor).distinct().toList(),
        contains("shire\\spy"));
  }

  @Test
  void makesTheSameModelInBlocks() throws Exception {
    Path blocked = folder.resolve("blocked");

    Cli cli =
        Cli.run(
            "train",
            "--input=" + training,
            "--model=" + blocked,
            "--factorization=blocked",
            "--factorizationBlocks=2");

    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(blocked), is(modelId(model)));
  }

  @Test
  void refusesATenantThatAWorkerDoesNotHoldAndNamesTheOption() {
    Cli cli =
        Cli.run(
            "train",
            "--input=" + training,
            "--model=" + folder.resolve("refused"),
            "--factorization=inMemory",
            "--mostAccessesInMemory=10");

    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("has more than 10 distinct accesses"));
    assertThat(cli.err(), containsString("use --factorization=blocked or auto"));
  }

  @Test
  void writesTheSameRowsWhenRunAgain() throws Exception {
    String line = Events.event(Events.person("finance", 0), "hr1", MORNING);
    String first = Files.readString(score(line).resultFile());
    String second = Files.readString(score(line).resultFile());
    assertThat(second, is(first));
  }

  @Test
  void removesTheResultsOfAnEarlierRun() throws Exception {
    score(Events.event(Events.person("finance", 0), "hr1", MORNING));
    Run second = score(Events.event(Events.person("finance", 0), "finance1", MORNING));
    assertThat(second.anomalies(), is(empty()));
  }

  @Test
  void reportsOnlyWhatLiesWithinTheTimeRange() throws Exception {
    String actor = Events.person("finance", 0);
    Run run =
        score(
            List.of(
                Events.event(actor, "hr0", Events.SCORED_DAY.minusSeconds(1)),
                Events.event(actor, "hr1", Events.SCORED_DAY),
                Events.event(actor, "hr2", Events.SCORED_DAY.plusSeconds(86_400))),
            "--from=2026-03-16",
            "--to=2026-03-17");
    assertThat(
        run.anomalies().stream().map(Anomaly::resource).toList(), contains(Events.share("hr1")));
    assertThat(run.anomalies().get(0).timeGenerated(), is(Instant.parse("2026-03-17T00:00:00Z")));
    assertThat(run.metrics().get("filteredByReason").get("outsideTimeRange").asLong(), is(2L));
  }

  @Test
  void leavesOutWhatIsBelowTheThreshold() throws Exception {
    Run run =
        score(
            List.of(Events.event(Events.person("finance", 0), "hr1", MORNING)), "--threshold=1000");
    assertThat(run.anomalies(), is(empty()));
    assertThat(run.metrics().get("scores").get("belowThreshold").asLong(), is(1L));
  }

  @Test
  void leavesOutWhatTheAllowListNames() throws Exception {
    Path list =
        Events.write(folder.resolve("allow.csv"), List.of("SHIRE\\finance.*,*\\hr1,,audit"));
    Run run =
        score(
            List.of(
                Events.event(Events.person("finance", 0), "hr1", MORNING),
                Events.event(Events.person("finance", 0), "hr2", MORNING)),
            "--allowList=" + list);
    assertThat(
        run.anomalies().stream().map(Anomaly::resource).toList(), contains(Events.share("hr2")));
  }

  @Test
  void countsTheSameWhetherEveryScoreIsWrittenOrNot() throws Exception {
    List<String> lines =
        List.of(
            Events.event(Events.person("finance", 0), "hr1", MORNING),
            Events.event(Events.person("finance", 0), "finance1", MORNING),
            Events.event(Events.person("finance", 1), "finance1", MORNING),
            Events.event("shire\\stranger", "unheard-of", MORNING));
    JsonNode counted = score(lines).metrics();
    JsonNode written = score(lines, "--allScores=" + folder.resolve("scores")).metrics();
    assertThat(counted.get("scored").asLong(), is(4L));
    assertThat(counted.get("scores").get("seenBefore").asLong(), is(2L));
    for (String numbers : List.of("scored", "scores", "reported", "names", "times", "used")) {
      assertThat(counted.get(numbers), is(written.get(numbers)));
    }
  }

  @Test
  void writesEveryScoreWhenAsked() throws Exception {
    Path scores = folder.resolve("scores");
    score(
        List.of(
            Events.event(Events.person("finance", 0), "hr1", MORNING),
            Events.event(Events.person("finance", 0), "finance1", MORNING)),
        "--allScores=" + scores);
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(scores)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(
        lines.stream().map(line -> line.split("\t")[2] + " " + line.split("\t")[4]).toList(),
        containsInAnyOrder(
            Events.share("hr1") + " LowAffinity", Events.share("finance1") + " SeenBefore"));
  }

  @Test
  void reportsTheSameWhetherEveryScoreIsAskedForOrNot() throws Exception {
    List<String> lines =
        List.of(
            Events.event(Events.person("finance", 0), "hr1", MORNING),
            Events.event(Events.person("finance", 0), "finance1", MORNING),
            Events.event(Events.person("hr", 1), "finance2", MORNING));
    Run run = score(lines);
    List<Anomaly> anomalies = run.anomalies();
    JsonNode fates = run.metrics().get("scores");
    score(lines, "--allScores=" + folder.resolve("scores"));
    assertThat(anomalies.isEmpty(), is(false));
    assertThat(run.anomalies(), is(anomalies));
    assertThat(run.metrics().get("scores"), is(fates));
  }

  @Test
  void tellsHowManyWereScoredAndReportedAndHowLongEachPhaseTook() throws Exception {
    JsonNode metrics =
        score(
                List.of(
                    Events.event(Events.person("finance", 0), "finance1", MORNING),
                    Events.event(Events.person("finance", 0), "hr0", MORNING),
                    Events.event(Events.person("finance", 0), "hr1", MORNING)),
                "--maxAnomalies=1")
            .metrics();
    assertThat(metrics.get("scored").asLong(), is(3L));
    assertThat(metrics.get("reported").asLong(), is(1L));
    for (String phase : List.of("read", "score", "explain", "write", "total")) {
      assertThat(phase, metrics.get("seconds").has(phase), is(true));
    }
    JsonNode training = json(model.resolve("metrics.json"));
    for (String phase : List.of("read", "train", "standardize", "write", "total")) {
      assertThat(phase, training.get("seconds").has(phase), is(true));
    }
  }

  @Test
  void accountsForEveryLine() throws Exception {
    String good = Events.event(Events.person("finance", 0), "hr1", MORNING);
    Run run =
        score(
            good,
            good,
            Events.row(4624, "shire\\x", "c$", MORNING, "a"),
            Events.event("shire\\FS01$", "c$", MORNING),
            Events.event("shire\\x", "IPC$", MORNING),
            "{\"EventID\":5140,\"TimeGenerated\":\"2026-03-16T00:00:0",
            "[]");
    JsonNode metrics = run.metrics();
    assertThat(metrics.get("read").asLong(), is(7L));
    assertThat(metrics.get("used").asLong(), is(1L));
    assertThat(metrics.get("filtered").asLong(), is(4L));
    assertThat(metrics.get("rejected").asLong(), is(2L));
    assertThat(metrics.get("filteredByReason").get("duplicate").asLong(), is(1L));
    try (Stream<Path> files = Files.list(run.output().resolve("rejected"))) {
      long kept = 0;
      for (Path file : files.toList()) {
        kept += Files.readAllLines(file).size();
      }
      assertThat(kept, is(2L));
    }
  }

  @Test
  void givesTheSameModelForAnyOrderShardsAndParallelism() throws Exception {
    List<String> lines = new ArrayList<>(Events.training());
    Collections.shuffle(lines, new Random(7));
    Path shards = folder.resolve("shards");
    for (int shard = 0; shard < 5; shard++) {
      int number = shard;
      Events.write(
          shards.resolve("part-" + shard + ".jsonl"),
          lines.stream().filter(line -> lines.indexOf(line) % 5 == number).toList());
    }
    Path other = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + shards, "--model=" + other, "--targetParallelism=7");
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(other), is(modelId(model)));
  }

  @Test
  void givesAnotherModelForAnotherSeed() throws Exception {
    Path other = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + training, "--model=" + other, "--seed=1");
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(other), is(not(modelId(model))));
  }

  @Test
  void describesTheModelInItsManifest() throws Exception {
    JsonNode manifest = json(model.resolve("manifest.json"));
    assertThat(manifest.get("template").get("name").asText(), is("file-share-access"));
    assertThat(manifest.get("totals").get("users").asInt(), is(18));
    assertThat(manifest.get("totals").get("resources").asInt(), is(10));
    assertThat(manifest.get("counts").get("used").asLong(), is((long) Events.training().size()));
    JsonNode objective = manifest.get("tenants").get(0).get("objective");
    assertThat(
        objective.get(objective.size() - 1).asDouble(), is(lessThan(objective.get(0).asDouble())));
  }

  @Test
  void leavesNoFileButTheModels() throws Exception {
    try (Stream<Path> files = Files.list(model)) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replaceAll("-[0-9a-f]{2}", "")).toList();
      assertThat(names, containsInAnyOrder("manifest.json", "metrics.json", "tenants.avro"));
    }
  }

  @Test
  void doesNotTouchAnExistingModel() throws Exception {
    String before = Files.readString(model.resolve("manifest.json"));
    Cli cli = Cli.run("train", "--input=" + training, "--model=" + model, "--seed=5");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("already holds a model"));
    assertThat(Files.readString(model.resolve("manifest.json")), is(before));
  }

  @Test
  void leavesNoModelWhenTheRunBreaksOff() throws Exception {
    // Steps beside the one that fails may still write when the command returns, so that nothing can
    // clear the folder away yet.
    Path broken = Files.createTempDirectory(Path.of("target"), "broken-model-");
    for (int file = 0; file < 256; file++) {
      Files.createDirectories(broken.resolve("tenants-%02x.avro/in-the-way".formatted(file)));
    }
    Cli cli = Cli.run("train", "--input=" + training, "--model=" + broken);
    assertThat(cli.status(), is(1));
    assertThat(Files.exists(broken.resolve("manifest.json")), is(false));
  }

  @Test
  void saysThatThereIsNothingToLearnFrom() throws Exception {
    Path empty =
        Events.write(
            folder.resolve("other.jsonl"),
            List.of(Events.row(4624, "shire\\x", "c$", MORNING, "a")));
    Path other = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + empty, "--model=" + other);
    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("nothing to learn from"));
    assertThat(cli.err().lines().count(), is(1L));
    assertThat(Files.exists(other), is(false));
  }

  @Test
  void leavesNothingOfAModelThatFailed() throws Exception {
    Path rejected = Events.write(folder.resolve("bad.jsonl"), List.of("{\"Type\":"));
    Path made = folder.resolve("new/model");
    assertThat(Cli.run("train", "--input=" + rejected, "--model=" + made).status(), is(1));
    assertThat(Files.exists(made.getParent()), is(false));

    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("metrics.json"), "of mine");
    Files.writeString(mine.resolve("notes.txt"), "of mine");
    assertThat(Cli.run("train", "--input=" + rejected, "--model=" + mine).status(), is(1));
    try (Stream<Path> files = Files.list(mine)) {
      assertThat(
          files.map(file -> file.getFileName().toString()).toList(),
          containsInAnyOrder("metrics.json", "notes.txt"));
    }
  }

  @Test
  void readsAFileWhoseNameHoldsALineFeed() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("line\nfeed"));
    Files.copy(training, odd.resolve("eve\nnts.jsonl"));
    Path made = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + odd, "--model=" + made);
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(made), is(modelId(model)));
    Path again = folder.resolve("again");
    cli = Cli.run("train", "--input=" + odd.resolve("eve\nnts.jsonl"), "--model=" + again);
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(modelId(again), is(modelId(model)));
  }

  @Test
  void countsAndNamesFilesThatItLeavesOut() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Files.copy(training, input.resolve("events.jsonl"));
    for (int i = 0; i < 7; i++) {
      Files.writeString(input.resolve("notes" + i + ".txt"), "no event");
    }
    Path made = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + input, "--model=" + made);
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(
        cli.out(),
        containsString(
            "\nfiles: 7 left out, whose names are not those of files of events: "
                + input.resolve("notes0.txt")
                + ", "));
    JsonNode leftOut = json(made.resolve("metrics.json")).get("filesLeftOut");
    assertThat(leftOut.get(input.resolve("notes4.txt").toString()).asLong(), is(1L));
    assertThat(leftOut.get("others").asLong(), is(2L));
    assertThat(modelId(made), is(modelId(model)));
  }

  @Test
  void refusesAFolderThatHoldsNoModel() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + training,
            "--model=" + folder,
            "--output=" + folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("there is no model in"));
  }

  @Test
  void refusesADamagedModel() throws Exception {
    Path damaged = folder.resolve("model");
    Files.createDirectories(damaged);
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, damaged.resolve(file.getFileName()));
      }
    }
    try (Stream<Path> files = Files.list(damaged)) {
      Path shared =
          files
              .filter(file -> file.getFileName().toString().startsWith("tenants-"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(shared);
      bytes[bytes.length / 2] ^= 1;
      Files.write(shared, bytes);
    }
    Cli cli =
        Cli.run(
            "score",
            "--input=" + training,
            "--model=" + damaged,
            "--output=" + folder.resolve("results"));
    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("tenants-"));
  }

  @Test
  void scoresATenantThatTrainingHasNotSeen() throws Exception {
    String line =
        Events.event("shire\\x", "c$", MORNING)
            .replace("\"TenantId\":\"t1\"", "\"TenantId\":\"t2\"");
    List<Anomaly> anomalies = score(line).anomalies();
    assertThat(
        anomalies.stream().map(Anomaly::reason).toList(), hasItem(Reason.NEW_ACTOR_AND_RESOURCE));
    assertThat(anomalies.get(0).tenant(), is(equalTo("t2")));
  }

  private Run score(String... lines) throws IOException {
    return score(List.of(lines));
  }

  private Run score(List<String> lines, String... options) throws IOException {
    Path input = Events.write(folder.resolve("scored.jsonl"), lines);
    Path output = folder.resolve("results");
    List<String> arguments =
        new ArrayList<>(
            List.of("score", "--input=" + input, "--model=" + model, "--output=" + output));
    arguments.addAll(List.of(options));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
    return new Run(output);
  }

  private static String modelId(Path folder) throws IOException {
    return json(folder.resolve("manifest.json")).get("modelId").asText();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private record Run(Path output) {
    List<Anomaly> anomalies() throws IOException {
      List<Anomaly> anomalies = new ArrayList<>();
      try (Stream<Path> files = Files.list(output)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList()) {
          for (String line : Files.readAllLines(file)) {
            anomalies.add(AnomalyJson.read(line));
          }
        }
      }
      return anomalies;
    }

    Path resultFile() throws IOException {
      try (Stream<Path> files = Files.list(output)) {
        return files.filter(f -> f.toString().endsWith(".ndjson")).findFirst().orElseThrow();
      }
    }

    JsonNode metrics() throws IOException {
      return json(output.resolve("metrics.json"));
    }
  }
}
