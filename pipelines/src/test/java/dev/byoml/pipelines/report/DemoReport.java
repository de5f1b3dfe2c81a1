package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.pipelines.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's run with its report.
 *
 * @param model its model folder
 * @param results its results folder
 * @param page its report
 */
record DemoReport(Path model, Path results, Path page) {

  private static final Path SHARED = Path.of("target", "report-demo");
  private static DemoReport shared;

  /** What {@code scripts/demo.sh} makes, once for all tests, which leave it as it is. */
  static synchronized DemoReport shared() throws IOException {
    if (shared == null) {
      shared = run(Files.createTempDirectory(Files.createDirectories(SHARED), "run"));
    }
    return shared;
  }

  private static DemoReport run(Path folder) throws IOException {
    Path data = folder.resolve("data");
    byoml("sample-data", "--output=" + data, "--seed=1");
    JsonNode windows = new ObjectMapper().readTree(data.resolve("sample.json").toFile());
    String input = "--input=" + data.resolve("am-securityevent");
    DemoReport demo =
        new DemoReport(
            folder.resolve("model"), folder.resolve("results"), folder.resolve("report.html"));
    byoml(
        "train",
        input,
        "--model=" + demo.model(),
        "--from=" + windows.get("trainingFrom").asText(),
        "--to=" + windows.get("trainingTo").asText());
    byoml(
        "score",
        input,
        "--model=" + demo.model(),
        "--output=" + demo.results(),
        "--threshold=-Infinity",
        "--from=" + windows.get("scoringFrom").asText(),
        "--to=" + windows.get("scoringTo").asText());
    write(demo.results(), demo.model(), demo.page());
    return demo;
  }

  /** Writes a report. */
  static void write(Path results, Path model, Path page, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("report", "--results=" + results, "--model=" + model, "--output=" + page));
    arguments.addAll(List.of(options));
    byoml(arguments.toArray(String[]::new));
  }

  /** A copy of what tells of its results, for a test that changes that: without run.json. */
  Path copyOfResults(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("run.json")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    return folder;
  }

  /** The anomalies, the most anomalous first. */
  List<Anomaly> anomalies() throws IOException {
    List<Anomaly> anomalies = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file :
          files.filter(file -> file.getFileName().toString().startsWith("anomalies-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          anomalies.add(AnomalyJson.read(line));
        }
      }
    }
    anomalies.sort(RankedAnomalies.MOST_ANOMALOUS_FIRST);
    return anomalies;
  }

  private static void byoml(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }
}
