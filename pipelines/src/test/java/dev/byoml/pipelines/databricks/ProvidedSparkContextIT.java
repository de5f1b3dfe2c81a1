package dev.byoml.pipelines.databricks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a process that has a Spark session already and keeps it, as on Databricks. */
class ProvidedSparkContextIT {
  private static final String ON_ITS_SPARK = " --runner=SparkRunner --usesProvidedSparkContext";

  @TempDir static Path shared;
  private static Path events;
  private static Path scored;

  @TempDir Path folder;

  @BeforeAll
  static void writeEvents() throws IOException {
    events = Events.write(shared.resolve("training.jsonl"), Events.training());
    scored =
        Events.write(
            shared.resolve("scored.jsonl"),
            List.of(
                Events.event(
                    Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(3600))));
  }

  @Test
  void trainsAndScoresInOneProcessAndLeavesItsSessionRunning() throws Exception {
    Program.Result host =
        host(
            "train --input=%s --model=%s".formatted(events, folder.resolve("model")) + ON_ITS_SPARK,
            "score --input=%s --model=%s --output=%s"
                    .formatted(scored, folder.resolve("model"), folder.resolve("results"))
                + ON_ITS_SPARK);
    assertThat(host.errors(), host.status(), is(0));
    assertThat(host.output().split("host: the command ended", -1).length, is(3));
    assertThat(host.output(), containsString("host: the session goes on and counts 1000"));

    Path direct = folder.resolve("direct");
    assertThat(Cli.run("train", "--input=" + events, "--model=" + direct).status(), is(0));
    assertThat(modelId(folder.resolve("model")), is(modelId(direct)));
    Path results = folder.resolve("results-direct");
    assertThat(
        Cli.run("score", "--input=" + scored, "--model=" + direct, "--output=" + results).status(),
        is(0));
    assertThat(
        Files.readString(folder.resolve("results/anomalies-t1.ndjson")),
        is(Files.readString(results.resolve("anomalies-t1.ndjson"))));
  }

  @Test
  void throwsWhereAnotherProcessWouldEndWithAFailure() throws Exception {
    Program.Result host =
        host("train --input=/no/such/folder --model=%s".formatted(folder) + ON_ITS_SPARK);
    assertThat(host.errors(), host.status(), is(0));
    assertThat(host.output(), containsString("host: the command threw byoml ended with status 2"));
    assertThat(host.output(), containsString("host: the session goes on"));
    assertThat(host.errors(), containsString("there is no file and no folder /no/such/folder"));
  }

  private static Program.Result host(String... commands) throws Exception {
    Path checkout = checkout();
    String script =
        """
        set -euo pipefail
        here=$1; shift
        . "$here/scripts/lib/bundle.sh"
        is_built spark || build_bundle spark
        mapfile -t words < <(java_arguments spark)
        unset 'words[-1]'
        exec "$(java_command)" -Xmx1g -XX:TieredStopAtLevel=1 "${words[@]}" "$@"
        """;
    List<String> words = new ArrayList<>(List.of("bash", "-c", script, "host"));
    words.add(checkout.toString());
    words.add(
        checkout
            .resolve(
                "pipelines/src/test/resources/dev/byoml/pipelines/databricks/HostWithSpark.java")
            .toString());
    words.addAll(List.of(commands));
    return Program.run(checkout, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), words);
  }

  private static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("scripts")) ? here : here.getParent();
  }

  private static String modelId(Path folder) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }
}
