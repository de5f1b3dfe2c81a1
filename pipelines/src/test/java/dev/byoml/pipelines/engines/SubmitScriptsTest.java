package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that start runs, with a stand-in for the engine that prints its arguments. */
class SubmitScriptsTest {
  private static final List<String> SCRIPTS =
      List.of(
          "byoml",
          "compare-engines.sh",
          "submit-spark.sh",
          "submit-flink.sh",
          "benchmark-engines.sh",
          "benchmark-scoring.sh",
          "benchmark-summaries.sh",
          "measure-worker-memory.sh",
          "soak-watch.sh",
          "lib/benchmark.sh",
          "lib/bundle.sh",
          "lib/submit.sh");

  @TempDir Path folder;

  @Test
  void areWhatShellcheckAccepts() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "shellcheck"))),
        "shellcheck is not installed");
    List<String> arguments =
        new ArrayList<>(List.of("--external-sources", "--source-path=" + Installation.checkout()));
    SCRIPTS.forEach(script -> arguments.add(Installation.script(script)));

    Engine.Ended ended =
        new Engine("shellcheck", List.of("shellcheck"), List.of(), Map.of()).run(folder, arguments);

    assertThat(ended.output() + ended.errors(), ended.status(), is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-spark.sh", "submit-flink.sh"})
  void explainThemselves(String script) throws Exception {
    Engine.Ended ended = run(script, "--help");
    assertThat(ended.output(), startsWith("usage: scripts/" + script));
    assertThat(ended.status(), is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-spark.sh", "submit-flink.sh"})
  void refuseACommandThatIsNoPipeline(String script) throws Exception {
    Engine.Ended ended = run(script, "report", "--model=m");
    assertThat(ended.errors(), containsString("only train, score and watch run on a cluster"));
    assertThat(ended.errors().lines().count(), is(1L));
    assertThat(ended.status(), is(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-spark.sh", "submit-flink.sh"})
  void refuseTheRunnerOfAnotherEngine(String script) throws Exception {
    Engine.Ended ended = run(script, "train", "--runner=DirectRunner");
    assertThat(ended.errors(), containsString("got --runner=DirectRunner"));
    assertThat(ended.status(), is(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit-spark.sh", "submit-flink.sh"})
  void sayWhereTheOptionsOfTheEngineStand(String script) throws Exception {
    Engine.Ended ended = run(script, "--parallelism", "2", "train");
    assertThat(ended.errors(), containsString("options of the engine stand before --"));
    assertThat(ended.status(), is(2));
  }

  @Test
  void sayThatTheEngineIsMissing() throws Exception {
    Engine.Ended ended =
        new Engine(
                "submit",
                List.of(Installation.script("submit-spark.sh")),
                List.of(),
                Map.of("SPARK_HOME", folder.toString()))
            .run(folder, List.of("train"));
    assertThat(ended.errors(), containsString("holds no bin/spark-submit"));
    assertThat(ended.status(), is(2));
  }

  private Engine.Ended run(String script, String... arguments) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String program : List.of("spark-submit", "flink")) {
      Files.writeString(bin.resolve(program), "#!/bin/sh\nexit 9\n");
      Files.setPosixFilePermissions(
          bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Map<String, String> homes =
        Map.of("SPARK_HOME", folder.toString(), "FLINK_HOME", folder.toString());
    return new Engine("submit", List.of(Installation.script(script)), List.of(), homes)
        .run(folder, List.of(arguments));
  }
}
