package dev.byoml.pipelines.summarize;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.byoml.pipelines.Byoml;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at any moment leave whole windows, old or new, or a gap that is told. */
class KilledRunsIT {
  private static final int KILLS_OF_EACH = 10;
  private static final String FROM = "--from=2026-03-02";
  private static final String LAST_DAY = "--from=2026-03-15";
  private static final String TO = "--to=2026-03-16";

  @TempDir static Path shared;
  private static Path events;
  private static Path lateEvents;
  private static Map<String, String> model;
  private static Map<String, String> modelWithLateEvents;

  private final Random random = new Random(26);

  @BeforeAll
  static void trainFromEvents() throws IOException {
    events = Events.write(shared.resolve("events.jsonl"), Events.training());
    List<String> lines = new ArrayList<>(Events.training());
    lines.add(Events.event("SHIRE\\late", "public", Events.SCORED_DAY.minusSeconds(60)));
    lateEvents = Events.write(shared.resolve("late/events.jsonl"), lines);
    model = modelOf("--input=" + events, shared.resolve("model"));
    modelWithLateEvents = modelOf("--input=" + lateEvents, shared.resolve("late-model"));
  }

  @Test
  void summarizeLeavesAllOrAGapThatIsTold() throws Exception {
    List<String> summarize =
        List.of(
            "summarize",
            "--input=" + events,
            FROM,
            TO,
            "--window=1d",
            "--output=" + shared.resolve("killed"));
    Duration whole = timeOf(summarize);
    int told = 0;
    for (int kill = 0; kill < KILLS_OF_EACH; kill++) {
      delete(shared.resolve("killed"));
      killDuring(summarize, whole);

      told += trainOrTell(shared.resolve("killed"), kill);
    }
    assertThat(runOf(summarize), is(0));
    assertThat(trainOrTell(shared.resolve("killed"), KILLS_OF_EACH), is(0));
    System.err.printf("summarize: %d of %d kills left a gap%n", told, KILLS_OF_EACH);
  }

  @Test
  void scoreLeavesTheOldWindowOrTheNewOne() throws Exception {
    Path kept = shared.resolve("kept");
    List<String> old =
        List.of("summarize", "--input=" + events, FROM, TO, "--window=1d", "--output=" + kept);
    List<String> score =
        List.of(
            "score",
            "--input=" + lateEvents,
            LAST_DAY,
            TO,
            "--model=" + shared.resolve("model"),
            "--output=" + shared.resolve("results"),
            "--keepSummaries=" + kept);
    assertThat(runOf(old), is(0));
    Duration whole = timeOf(score);
    int replaced = 0;
    for (int kill = 0; kill < KILLS_OF_EACH; kill++) {
      delete(kept);
      assertThat(Cli.run(old.toArray(String[]::new)).status(), is(0));
      killDuring(score, whole);

      Path folder = shared.resolve("after-kill-" + kill);
      Map<String, String> after = modelOf("--summaries=" + kept, folder);
      assertThat(after, anyOf(is(model), is(modelWithLateEvents)));
      replaced += after.equals(model) ? 0 : 1;
      delete(folder);
    }
    assertThat(runOf(score), is(0));
    assertThat(modelOf("--summaries=" + kept, shared.resolve("last")), is(modelWithLateEvents));
    System.err.printf("score: %d of %d kills came after the window%n", replaced, KILLS_OF_EACH);
  }

  /** Trains: the model is that of the events, or there is none and the gap is named. */
  private static int trainOrTell(Path summaries, int attempt) throws IOException {
    Path folder = shared.resolve("model-after-" + attempt);
    Cli trained = Cli.run("train", "--summaries=" + summaries, FROM, TO, "--model=" + folder);
    if (trained.status() == 0) {
      assertThat(content(folder), is(model));
      return 0;
    }
    assertThat(
        trained.err(),
        anyOf(
            containsString("of summaries cannot be had"), containsString("holds no whole window")));
    assertThat(Files.exists(folder.resolve("manifest.json")), is(false));
    return 1;
  }

  private static Map<String, String> modelOf(String read, Path folder) throws IOException {
    Cli trained = Cli.run("train", read, FROM, TO, "--model=" + folder);
    assertThat(trained.err(), trained.status(), is(0));
    return content(folder);
  }

  /** The model's files, without what tells which lines were read how often and how long it took. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".avro")).toList()) {
        content.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  private void killDuring(List<String> arguments, Duration whole) throws Exception {
    Process process = start(arguments);
    // Half of a run passes before it reads the first event, and it may be slower than the last.
    double moment = 0.5 + 0.7 * random.nextDouble();
    process.waitFor((long) (moment * whole.toMillis()), TimeUnit.MILLISECONDS);
    // SIGKILL on every Unix.
    process.destroyForcibly();
    process.waitFor();
  }

  private static Duration timeOf(List<String> arguments) throws Exception {
    long start = System.nanoTime();
    assertThat(runOf(arguments), is(0));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static int runOf(List<String> arguments) throws Exception {
    return start(arguments).waitFor();
  }

  private static Process start(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Byoml.class.getName()));
    words.addAll(arguments);
    return new ProcessBuilder(words)
        .redirectOutput(shared.resolve("child.out").toFile())
        .redirectError(shared.resolve("child.err").toFile())
        .start();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
