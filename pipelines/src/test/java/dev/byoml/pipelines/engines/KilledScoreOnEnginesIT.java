package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.ManyTenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run of {@code score} on Spark or Flink that is killed leaves no folder that looks whole. */
class KilledScoreOnEnginesIT {
  private static final Path FOLDER = Installation.emptyFolder(KilledScoreOnEnginesIT.class);
  private static final int KILLS_BY_FILES = 4;
  private static final int KILLS_BY_TIME = 4;

  private static ManyTenants tenants;

  @BeforeAll
  static void train() throws IOException {
    tenants = ManyTenants.in(FOLDER);
  }

  @Test
  void isRefusedByTheReportOnSpark() throws Exception {
    killed(Engine.onThisMachine("Spark local", "SparkRunner"), FOLDER.resolve("spark"));
  }

  @Test
  void isRefusedByTheReportOnFlink() throws Exception {
    killed(Engine.onThisMachine("Flink local", "FlinkRunner"), FOLDER.resolve("flink"));
  }

  private static void killed(Engine engine, Path folder) throws Exception {
    Path results = folder.resolve("results");
    long start = System.nanoTime();
    Engine.Ended undisturbed = engine.run(folder, List.of(tenants.score(results.toString())));
    assertThat(undisturbed.errors(), undisturbed.status(), is(0));
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    String expected = contents(results);

    int refused = 0;
    for (int kill = 1; kill <= KILLS_BY_FILES; kill++) {
      int files = 1 + (kill - 1) * ManyTenants.COUNT / KILLS_BY_FILES;
      Path fresh = folder.resolve("results-" + kill);
      refused += isRefused(engine, folder, fresh, () -> anomalies(fresh) >= files) ? 1 : 0;
    }
    SplittableRandom random = new SplittableRandom(14);
    for (int kill = 0; kill < KILLS_BY_TIME; kill++) {
      long end = System.nanoTime() + random.nextLong(whole.toNanos());
      refused += isRefused(engine, folder, results, () -> System.nanoTime() >= end) ? 1 : 0;
    }
    assertThat(refused, is(greaterThan(0)));

    Engine.Ended again = engine.run(folder, List.of(tenants.score(results.toString())));
    assertThat(again.errors(), again.status(), is(0));
    assertThat(contents(results), is(expected));
    Cli report = Cli.run(tenants.report(results.toString()));
    assertThat(report.err(), report.status(), is(0));
    assertThat(report.out(), containsString("(anomalies: %d)".formatted(ManyTenants.COUNT)));
  }

  /** Kills a run when something is so; whether the report refuses the folder, as it must. */
  private static boolean isRefused(
      Engine engine, Path folder, Path results, BooleanSupplier reached) throws Exception {
    Engine.Run run = engine.start(folder, List.of(tenants.score(results.toString())));
    while (run.process().isAlive() && !reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
    run.process().destroyForcibly().waitFor();
    boolean whole = Files.exists(results.resolve("run.json"));
    Cli report = Cli.run(tenants.report(results.toString()));
    assertThat(report.err(), report.status(), is(whole ? 0 : 2));
    if (!whole) {
      assertThat(report.err(), containsString("has not ended or was interrupted"));
    }
    return !whole;
  }

  private static long anomalies(Path results) {
    return ofResults(results).size();
  }

  /** What is reported, whatever the files are called. */
  private static String contents(Path results) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : ofResults(results)) {
      lines.addAll(Files.readAllLines(file));
    }
    return String.join("\n", lines.stream().sorted().toList());
  }

  private static List<Path> ofResults(Path results) {
    if (!Files.isDirectory(results)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(results)) {
      return files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
