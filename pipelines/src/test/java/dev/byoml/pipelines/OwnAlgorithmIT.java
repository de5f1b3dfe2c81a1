package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example in {@code sample-data/own-algorithm}, from its sources to its results. */
class OwnAlgorithmIT {
  private static final Path TOP = Scripts.folder().getParent();
  private static final Path SAMPLE = TOP.resolve("sample-data/small");

  @TempDir static Path folder;
  private static Path jar;
  private static Path model;

  @BeforeAll
  static void compileTheExample() throws Exception {
    Path project = TOP.resolve("sample-data/own-algorithm");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-cp", modelClasses().toString(), "-d", classes.toString(), "--release", "17"));
    try (Stream<Path> sources = Files.walk(project.resolve("src/main/java"))) {
      sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, arguments.toArray(String[]::new));
    assertThat(status, is(0));
    jar = folder.resolve("own.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      pack(classes, entries);
      pack(project.resolve("src/main/resources"), entries);
    }
    model = folder.resolve("model");
    train("DirectRunner", model);
  }

  @Test
  void givesTheSameModelOnSpark() throws Exception {
    Path onSpark = folder.resolve("model-on-spark");
    train("SparkRunner", onSpark);
    assertThat(modelId(onSpark), is(modelId(model)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void scoresAndSpeaksInTheExplanation(String runner) throws Exception {
    Path results = folder.resolve("results-" + runner);
    run(
        withJar(),
        "score",
        "--runner=" + runner,
        "--input=" + SAMPLE.resolve("am-securityevent"),
        "--from=2026-03-31",
        "--to=2026-04-01",
        "--model=" + model,
        "--output=" + results);
    List<JsonNode> rows = rows(results);
    assertThat(rows.size(), greaterThan(0));
    assertThat(
        rows.stream()
            .filter(row -> row.get("Reason").asText().equals("LowAffinity"))
            .findFirst()
            .orElseThrow()
            .get("Explanation")
            .get("algorithmNote")
            .asText(),
        containsString("his user"));
  }

  @Test
  void detectsThePlantedAttacks() throws Exception {
    Path measures = folder.resolve("measures");
    run(
        withJar(),
        "evaluate",
        "--model=" + model,
        "--labels=" + SAMPLE.resolve("labels.tsv"),
        "--output=" + measures);
    JsonNode area =
        new ObjectMapper()
            .readTree(measures.resolve("evaluation.json").toFile())
            .at("/methods/model/areaUnderCurve/value");
    assertThat(area.asDouble(), greaterThan(0.95));
  }

  @Test
  void saysWhereToPutTheJarOfTheAlgorithmOfAModel() throws Exception {
    Program.Result result =
        Program.run(
            TOP,
            Map.of(),
            List.of(
                "scripts/byoml",
                "score",
                "--input=" + SAMPLE.resolve("am-securityevent"),
                "--model=" + model,
                "--output=" + folder.resolve("results-without-jar")));
    assertThat(result.status(), is(2));
    assertThat(result.errors(), containsString("BYOML_CLASS_PATH"));
  }

  @Test
  void saysWhereToPutTheJarOfAnAlgorithmThatIsMissing() throws Exception {
    Program.Result result =
        Program.run(
            TOP,
            Map.of(),
            List.of(
                "scripts/byoml",
                "train",
                "--algorithm=shared-users",
                "--input=" + SAMPLE.resolve("am-securityevent"),
                "--model=" + folder.resolve("model-without-jar")));
    assertThat(result.status(), is(2));
    assertThat(result.errors(), containsString("there is no algorithm shared-users"));
    assertThat(result.errors(), containsString("BYOML_CLASS_PATH"));
  }

  private static void train(String runner, Path model) throws Exception {
    run(
        withJar(),
        "train",
        "--runner=" + runner,
        "--algorithm=shared-users",
        "--input=" + SAMPLE.resolve("am-securityevent"),
        "--to=2026-03-31",
        "--model=" + model);
  }

  private static String modelId(Path model) throws IOException {
    return new ObjectMapper()
        .readTree(model.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }

  private static Map<String, String> withJar() {
    return Map.of("BYOML_CLASS_PATH", jar.toString());
  }

  private static void run(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("scripts/byoml"));
    command.addAll(Arrays.asList(words));
    Program.Result result = Program.run(TOP, environment, command);
    assertThat(result.errors(), result.status(), is(0));
  }

  private static List<JsonNode> rows(Path results) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(new ObjectMapper().readTree(line));
        }
      }
    }
    return rows;
  }

  private static Path modelClasses() throws URISyntaxException {
    return Path.of(Algorithm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void pack(Path from, JarOutputStream jar) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(
            new JarEntry(from.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }
}
