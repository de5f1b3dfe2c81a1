package dev.byoml.pipelines.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@code sample-data/own-pipeline}, from its sources to the rows that are taken. */
class OwnPipelineIT {
  private static final Path TOP = Scripts.folder().getParent();
  private static final Path SAMPLE = TOP.resolve("sample-data/small/am-securityevent");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path classes;
  private static Path model;
  private static TestCertificate certificate;

  @BeforeAll
  static void compileTheExample() throws Exception {
    classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-d",
                classes.toString(),
                "--release",
                "17"));
    try (Stream<Path> sources = Files.walk(TOP.resolve("sample-data/own-pipeline/src/main/java"))) {
      sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    assertThat(
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, arguments.toArray(String[]::new)),
        is(0));
    model = folder.resolve("model");
    Cli trained = Cli.run("train", "--input=" + SAMPLE, "--to=2026-03-31", "--model=" + model);
    assertThat(trained.err(), trained.status(), is(0));
    certificate = TestCertificate.makeIn(folder);
  }

  @Test
  void sendsTheRowsThatTheCommandLineWrites() throws Exception {
    Path results = folder.resolve("results");
    Cli scored =
        Cli.run(
            "score",
            "--input=" + SAMPLE,
            "--from=2026-03-31",
            "--to=2026-04-01",
            "--threshold=-Infinity",
            "--maxAnomalies=100",
            "--model=" + model,
            "--output=" + results);
    assertThat(scored.err(), scored.status(), is(0));
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate)) {
      run(
          "ScoreExport",
          endpoint,
          endpoint.streamName(),
          "--input=" + SAMPLE,
          "--from=2026-03-31",
          "--to=2026-04-01",
          "--model=" + model);
      assertThat(endpoint.losses(), is(empty()));
      assertThat(
          endpoint.rows().stream().map(row -> row.get("RecordId").asText()).sorted().toList(),
          is(recordIds(results)));
      assertThat(endpoint.rows().size(), greaterThan(20));
    }
  }

  @Test
  void sendsRowsOfAnotherTable() throws Exception {
    Path rows = folder.resolve("rows.jsonl");
    Files.writeString(
        rows,
        """
        {"TimeGenerated":"2026-03-31T00:00:00Z","ModelId":"one"}
        {"TimeGenerated":"2026-03-31T01:00:00Z","ModelId":"two"}
        """);
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate)) {
      run("SendRows", endpoint, CollectionRule.ofRuns().streamName(), "--rows=" + rows);
      assertThat(
          endpoint.runs().stream().map(row -> row.get("ModelId").asText()).sorted().toList(),
          is(List.of("one", "two")));
    }
  }

  @Test
  void keepsTheRowsThatCannotBeSent() throws Exception {
    Path rows = folder.resolve("refused.jsonl");
    Files.writeString(rows, "{\"TimeGenerated\":\"2026-03-31T00:00:00Z\"}\n");
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate)) {
      endpoint.withFaults(number -> Fault.answer(403));
      run("SendRows", endpoint, CollectionRule.ofRuns().streamName(), "--rows=" + rows);
      Path letters = folder.resolve("dead-letters-SendRows-" + endpoint.hashCode());
      try (Stream<Path> files = Files.walk(letters)) {
        List<Path> found = files.filter(Files::isRegularFile).toList();
        assertThat(found, is(not(empty())));
        assertThat(Files.readString(found.get(0)), containsString("2026-03-31T00:00:00Z"));
      }
    }
  }

  private static List<String> recordIds(Path results) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        for (String line : Files.readAllLines(file)) {
          ids.add(JSON.readTree(line).get("RecordId").asText());
        }
      }
    }
    return ids.stream().sorted().toList();
  }

  private static void run(
      String main, IngestionEndpoint endpoint, String stream, String... arguments)
      throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(certificate.javaOptions());
    words.add("-cp");
    words.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    words.add("org.example.byoml." + main);
    words.add("--endpoint=" + endpoint.address());
    words.add("--ruleId=" + CollectionRule.ID);
    words.add("--stream=" + stream);
    words.add(
        "--deadLetters=" + folder.resolve("dead-letters-" + main + "-" + endpoint.hashCode()));
    words.addAll(List.of(arguments));
    Program.Result result =
        Program.run(folder, Map.of("BYOML_ACCESS_TOKEN", IngestionEndpoint.TOKEN), words);
    assertThat(result.errors(), result.status(), is(0));
  }
}
