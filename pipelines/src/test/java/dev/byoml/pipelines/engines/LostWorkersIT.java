package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A worker is killed while it is at work: the run ends as if nothing had happened, or it fails,
 * says so and leaves nothing that could be taken for a model or for results.
 */
class LostWorkersIT {
  private static final Path FOLDER = Installation.emptyFolder(LostWorkersIT.class);

  /** So many iterations that factorization takes some seconds. */
  private static final String MANY_ITERATIONS = "--iterations=6000";

  /** So many deliveries of each event that scoring takes some seconds. */
  private static final int COPIES = 100;

  /** Code that a worker runs in the middle of training. */
  private static final String FACTORIZATION = "dev.byoml.model.als.";

  /** Code that a worker runs in the middle of scoring: it reads, parses, adds up and scores. */
  private static final String SCORING = "dev.byoml.transforms.";

  private static Story story;
  private static Outcome undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    Story sample = Story.ofSmallSample(MANY_ITERATIONS);
    story = sample.withScoredInput(manyDeliveries(sample.scoredInput(), FOLDER.resolve("events")));
    undisturbed =
        story.run(Engine.onThisMachine("Direct", "DirectRunner"), FOLDER.resolve("undisturbed"));
  }

  @Test
  void sparkGoesOnWithTheWorkersThatAreLeft() throws Exception {
    try (Cluster cluster = SparkCluster.start(FOLDER.resolve("spark-cluster"))) {
      goesOnWithTheWorkersThatAreLeft(cluster, FOLDER.resolve("on-spark"));
    }
  }

  @Test
  void flinkGoesOnWithTheWorkersThatAreLeft() throws Exception {
    try (Cluster cluster = FlinkCluster.startWithRetry(FOLDER.resolve("flink-cluster"))) {
      goesOnWithTheWorkersThatAreLeft(cluster, FOLDER.resolve("on-flink"));
    }
  }

  @Test
  void flinkWithoutRetryLeavesNothingAndASecondRunSucceeds() throws Exception {
    Path folder = FOLDER.resolve("on-flink-without-retry");
    try (Cluster cluster = FlinkCluster.start(FOLDER.resolve("flink-cluster-without-retry"))) {
      Engine.Ended training =
          runAndLoseAWorker(cluster, folder, story.train(folder), FACTORIZATION);
      assertFailedClearly(training);
      assertThat(Files.exists(folder.resolve("model/manifest.json")), is(false));
      cluster.addWorker();
      assertThat(cluster.engine().run(Story.logs(folder), story.train(folder)).status(), is(0));

      Engine.Ended scoring = runAndLoseAWorker(cluster, folder, story.score(folder), SCORING);
      assertFailedClearly(scoring);
      assertThat(resultFiles(folder.resolve("results")), is(empty()));
      cluster.addWorker();
      assertThat(cluster.engine().run(Story.logs(folder), story.score(folder)).status(), is(0));

      assertThat(Outcome.of(folder), is(undisturbed));
    }
  }

  private static void goesOnWithTheWorkersThatAreLeft(Cluster cluster, Path folder)
      throws Exception {
    Engine.Ended training = runAndLoseAWorker(cluster, folder, story.train(folder), FACTORIZATION);
    assertThat(training.errors(), training.status(), is(0));
    cluster.addWorker();
    Engine.Ended scoring = runAndLoseAWorker(cluster, folder, story.score(folder), SCORING);
    assertThat(scoring.errors(), scoring.status(), is(0));
    assertThat(Outcome.of(folder), is(undisturbed));
  }

  private static Engine.Ended runAndLoseAWorker(
      Cluster cluster, Path folder, List<String> arguments, String code) throws Exception {
    Engine.Run run = cluster.engine().start(Story.logs(folder), arguments);
    try {
      cluster.kill(AtWork.await(cluster, code, run));
      return run.await();
    } finally {
      run.process().destroyForcibly();
    }
  }

  private static void assertFailedClearly(Engine.Ended run) {
    assertThat(run.errors(), run.status(), is(1));
    List<String> ours = run.errors().lines().filter(line -> line.startsWith("byoml: ")).toList();
    assertThat(
        ours.get(0),
        matchesPattern("byoml: the run failed: .*(lost|reachable|heartbeat|connection).*"));
  }

  private static List<Path> resultFiles(Path results) throws IOException {
    if (!Files.exists(results)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getParent().endsWith("rejected"))
          .toList();
    }
  }

  /** Files with the last day's events, each many times over with an identity of its own. */
  private static Path manyDeliveries(Path input, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(input)) {
      for (Path file : files.filter(f -> f.toString().contains("/d=31/")).sorted().toList()) {
        if (Files.isRegularFile(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    Files.createDirectories(folder);
    for (int copy = 0; copy < COPIES; copy++) {
      String identity = "\"_ItemId\":\"%02d-".formatted(copy);
      Files.write(
          folder.resolve("events-%02d.jsonl".formatted(copy)),
          lines.stream().map(line -> line.replace("\"_ItemId\":\"", identity)).toList());
    }
    return folder;
  }
}
