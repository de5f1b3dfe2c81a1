package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a schedule: named by their window, repeated, side by side, and caught up. */
class ScheduleTest {
  private static final Instant SEVEN = Events.SCORED_DAY.plusSeconds(7 * 3600);
  private static final String RESULTS_OF_SEVEN = "20260316T070000Z-20260316T080000Z";
  private static final String RESULTS_OF_EIGHT = "20260316T080000Z-20260316T090000Z";

  @TempDir static Path shared;
  private static Path events;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>(Events.training());
    for (int minute = 0; minute < 120; minute += 15) {
      lines.add(
          Events.event(
              Events.person("finance", minute / 15 % 6),
              "hr" + minute / 15 % 3,
              SEVEN.plusSeconds(60L * minute)));
    }
    events = Events.write(shared.resolve("events.jsonl"), lines);
    run(
        "train",
        "--input=" + events,
        "--from=now-14d/d",
        "--to=now/d",
        "--now=2026-03-16T00:35:00Z",
        "--model=" + shared.resolve("models/{to}"));
  }

  @Test
  void namesAModelByItsWindow() {
    assertThat(Files.exists(shared.resolve("models/20260316T000000Z/manifest.json")), is(true));
  }

  @Test
  void namesResultsByTheirWindowHoweverLateARunStarts() throws Exception {
    score("2026-03-16T08:59:59Z", folder);
    assertThat(Files.exists(folder.resolve(RESULTS_OF_SEVEN)), is(true));
    assertThat(rows(folder.resolve(RESULTS_OF_SEVEN)), containsString("2026-03-16T08:00:00Z"));
  }

  @Test
  void leavesTheSameBytesWhenItIsRepeated() throws Exception {
    score("2026-03-16T08:05:00Z", folder);
    Map<String, String> first = results(folder.resolve(RESULTS_OF_SEVEN));
    score("2026-03-16T08:20:00Z", folder);
    assertThat(first, hasKey("anomalies-t1.ndjson"));
    assertThat(results(folder.resolve(RESULTS_OF_SEVEN)), is(first));
  }

  @Test
  void doesNotDisturbAnotherWindowThatIsScoredAtTheSameTime() throws Exception {
    Path oneAfterTheOther = folder.resolve("one");
    score("2026-03-16T08:05:00Z", oneAfterTheOther);
    score("2026-03-16T09:05:00Z", oneAfterTheOther);

    Path together = folder.resolve("together");
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> score("2026-03-16T08:05:00Z", together)),
            CompletableFuture.runAsync(() -> score("2026-03-16T09:05:00Z", together)))
        .join();

    for (String window : List.of(RESULTS_OF_SEVEN, RESULTS_OF_EIGHT)) {
      assertThat(results(together.resolve(window)), is(results(oneAfterTheOther.resolve(window))));
    }
    assertThat(
        rows(together.resolve(RESULTS_OF_SEVEN)),
        is(not(rows(together.resolve(RESULTS_OF_EIGHT)))));
  }

  @Test
  void catchesUpAWindowThatWasMissed() throws Exception {
    Path onTime = folder.resolve("on-time");
    score("2026-03-16T08:05:00Z", onTime);

    Path later = folder.resolve("later");
    run(
        "score",
        "--input=" + events,
        "--from=2026-03-16T07:00Z",
        "--to=2026-03-16T08:00Z",
        "--model=" + shared.resolve("models/*"),
        "--output=" + later.resolve("{from}-{to}"));

    assertThat(
        results(later.resolve(RESULTS_OF_SEVEN)), is(results(onTime.resolve(RESULTS_OF_SEVEN))));
  }

  @Test
  void takesTheNewestModelThatWasTrainedBeforeTheWindow() throws Exception {
    Path models = folder.resolve("models");
    for (String to : List.of("2026-03-09", "2026-03-15", "2026-03-17")) {
      run(
          "train",
          "--input=" + events,
          "--to=" + to,
          "--model=" + models.resolve("{to}"),
          "--iterations=2");
    }
    Files.createDirectories(models.resolve("half-written"));
    run(
        "score",
        "--input=" + events,
        "--from=2026-03-16",
        "--to=2026-03-17",
        "--model=" + models + "/*",
        "--output=" + folder.resolve("results"));
    String modelId =
        new ObjectMapper()
            .readTree(models.resolve("20260315T000000Z/manifest.json").toFile())
            .get("modelId")
            .asText();
    assertThat(rows(folder.resolve("results")), containsString(modelId));
  }

  @Test
  void saysThatNoModelIsOldEnough() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + events,
            "--from=2026-03-10",
            "--model=" + shared.resolve("models/*"),
            "--output=" + folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(
        cli.err(),
        allOf(containsString("none of the 1 models"), containsString("2026-03-10T00:00:00Z")));
  }

  @Test
  void saysThatThereIsNoModelOfAPattern() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + events,
            "--model=" + folder.resolve("none/*"),
            "--output=" + folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("there is no model of that pattern"));
  }

  @Test
  void saysWhichEndOfTheWindowANameLacks() {
    Cli cli =
        Cli.run("train", "--input=" + events, "--from=2026-03-01", "--model=" + folder + "/{to}");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("add --to"));
  }

  @Test
  void takesTheTimeOfAScheduleWithoutItsZoneAsUtc() throws Exception {
    score("2026-03-16T08:05:00.123", folder);
    assertThat(Files.exists(folder.resolve(RESULTS_OF_SEVEN)), is(true));
  }

  @Test
  void refusesATimeOfAScheduleThatIsNone() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + events,
            "--now={{job.trigger.time.iso_datetime}}",
            "--model=" + shared.resolve("models/*"),
            "--output=" + folder.resolve("results"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("is not a time"));
  }

  /** What an hourly schedule with a lag of less than an hour runs. */
  private static void score(String now, Path results) {
    run(
        "score",
        "--input=" + events,
        "--from=now-1h/h",
        "--to=now/h",
        "--now=" + now,
        "--model=" + shared.resolve("models/*"),
        "--output=" + results.resolve("{from}-{to}"));
  }

  private static void run(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }

  /** The files of a run by name, but for the one that is about the run itself. */
  private static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("metrics.json")) {
          files.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  private static String rows(Path folder) throws IOException {
    return Files.readString(folder.resolve("anomalies-t1.ndjson"));
  }
}
