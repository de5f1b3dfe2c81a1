package dev.byoml.pipelines.databricks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.notebook.TrainedModel;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks of Databricks, cell after cell as one Scala 2.12 program on Spark 3.5 of this
 * machine. What they have of Databricks, a session and {@code displayHTML}, is stood in for.
 */
class NotebooksIT {
  private static final Path TOP = Scripts.folder().getParent();
  private static final Path NOTEBOOKS = TOP.resolve("scripts/databricks/notebooks");
  private static final String CELL = "// COMMAND ----------";
  private static final String TEXT = "// MAGIC";
  private static final List<String> STORY =
      List.of("AnomalousRASampleData", "AnomalousRATraining", "AnomalousRAScoring");

  @TempDir static Path folder;
  private static Path classes;

  @BeforeAll
  static void compile() throws Exception {
    classes = Files.createDirectory(folder.resolve("classes"));
    List<String> words = new ArrayList<>(java("-Xss8m"));
    words.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "scala.tools.nsc.Main",
            "-nowarn",
            "-cp",
            sparkClassPath(),
            "-d",
            classes.toString()));
    for (String notebook : STORY) {
      words.add(
          Files.writeString(folder.resolve(notebook + ".scala"), program(notebook)).toString());
    }
    Program.Result compiled = Program.run(folder, Map.of(), words);
    assertThat(compiled.output() + compiled.errors(), compiled.status(), is(0));
  }

  @Test
  void tellTheStoryOnSparkOfThisMachine() throws Exception {
    Program.Result data = run("AnomalousRASampleData");
    assertThat(data.output(), containsString("5140"));
    assertThat(data.output(), containsString("Rows of each event"));

    Program.Result training = run("AnomalousRATraining");
    Path direct = folder.resolve("direct");
    assertThat(
        Cli.run(
                "train",
                "--input=" + folder.resolve("work/data/am-securityevent"),
                "--from=2026-03-11",
                "--to=2026-03-31",
                "--model=" + direct)
            .status(),
        is(0));
    assertThat(
        training.output(),
        containsString("model id: " + TrainedModel.open(direct.toString()).id()));
    assertThat(training.output(), containsString("Objective, tenant"));

    Program.Result scoring = run("AnomalousRAScoring");
    Matcher found =
        Pattern.compile("planted accesses: (\\d+); of the \\1 highest rows (\\d+) are planted")
            .matcher(scoring.output());
    assertThat(found.find(), is(true));
    assertThat(
        Integer.parseInt(found.group(2)),
        greaterThanOrEqualTo((int) (0.8 * Integer.parseInt(found.group(1)))));
    assertThat(scoring.output(), containsString("Who touches what"));
    assertThat(scoring.output(), containsString("RecordId"));
    assertThat(scoring.output(), containsString("the session goes on"));
  }

  /** Notebooks are source files that Databricks imports by these marks. */
  @Test
  void haveTheMarksOfDatabricks() throws Exception {
    for (String notebook : STORY) {
      List<String> lines = Files.readAllLines(NOTEBOOKS.resolve(notebook + ".scala"));
      assertThat(lines.get(0), is("// Databricks notebook source"));
      assertThat(lines.stream().filter(CELL::equals).count(), greaterThan(5L));
    }
  }

  /** The cells in a method, with what Databricks gives each notebook. */
  private static String program(String notebook) throws Exception {
    String cells =
        Files.readAllLines(NOTEBOOKS.resolve(notebook + ".scala")).stream()
            .skip(1)
            .filter(line -> !line.startsWith(TEXT) && !line.equals(CELL))
            .collect(Collectors.joining("\n"))
            .replace("/Volumes/soc/byoml/notebooks", folder.resolve("work").toString());
    return """
        object %s {
          def main(arguments: Array[String]): Unit = {
            val spark = org.apache.spark.sql.SparkSession.builder().master("local[2]").appName("notebook").config("spark.ui.enabled", "false").getOrCreate()
            def displayHTML(html: String): Unit = println(html)
            Cells.run(spark, displayHTML)
            println("the session goes on and counts " + spark.range(1000).count())
            spark.stop()
          }
          object Cells {
            def run(spark: org.apache.spark.sql.SparkSession, displayHTML: String => Unit): Unit = {
        %s
            }
          }
        }
        """
        .formatted(notebook, cells);
  }

  private static Program.Result run(String notebook) throws Exception {
    List<String> words = new ArrayList<>(java("-Xmx1500m", "-XX:TieredStopAtLevel=1"));
    words.addAll(opens());
    words.addAll(List.of("-cp", classes + File.pathSeparator + sparkClassPath(), notebook));
    Program.Result result =
        Program.run(
            folder, Map.of("SPARK_LOCAL_IP", "127.0.0.1", "BYOML_LOG_LEVEL", "error"), words);
    assertThat(result.errors(), result.status(), is(0));
    return result;
  }

  private static List<String> java(String... options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(options));
    return words;
  }

  private static List<String> opens() {
    return Stream.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")
        .map("--add-opens=java.base/%s=ALL-UNNAMED"::formatted)
        .toList();
  }

  private static String sparkClassPath() throws Exception {
    Path target = TOP.resolve("pipelines/target");
    return target.resolve("byoml-bundled-spark.jar")
        + File.pathSeparator
        + Files.readString(target.resolve("engine-spark.classpath")).strip();
  }
}
