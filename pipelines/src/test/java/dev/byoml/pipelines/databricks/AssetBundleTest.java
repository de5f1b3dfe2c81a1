package dev.byoml.pipelines.databricks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.byoml.pipelines.Byoml;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

class AssetBundleTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern DYNAMIC = Pattern.compile("\\{\\{([^}]*(?:\\$\\{[^}]*}[^}]*)?)}}");
  private static final Pattern JOB_PARAMETER = Pattern.compile("job\\.parameters\\.(\\w+)");

  private static Path checkout;
  private static JsonNode bundle;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    checkout = Files.isDirectory(here.resolve("scripts")) ? here : here.getParent();
    String text = Files.readString(file());
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    bundle = new ObjectMapper().valueToTree(new Yaml(strict).load(text));
    YAMLFactory yaml = YAMLFactory.builder().build();
    new ObjectMapper(yaml).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).readTree(text);
  }

  /** Fields of the reference of bundles and of the jobs API, as far as the bundle needs them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| bundle variables artifacts targets resources",
        "/bundle | name",
        "/artifacts/spark_bundle | type path build files",
        "/targets/production | default workspace",
        "/targets/production/workspace | root_path artifact_path",
        "/resources | jobs",
        "/resources/jobs/{job} | name description schedule max_concurrent_runs queue"
            + " email_notifications parameters job_clusters tasks",
        "/resources/jobs/{job}/schedule | quartz_cron_expression timezone_id pause_status",
        "/resources/jobs/{job}/queue | enabled",
        "/resources/jobs/{job}/email_notifications | on_failure",
        "/resources/jobs/{job}/job_clusters/0 | job_cluster_key new_cluster",
        "/resources/jobs/{job}/job_clusters/0/new_cluster | spark_version node_type_id num_workers"
            + " data_security_mode spark_env_vars",
        "/resources/jobs/{job}/tasks/0 | task_key job_cluster_key max_retries"
            + " min_retry_interval_millis timeout_seconds spark_jar_task libraries",
        "/resources/jobs/{job}/tasks/0/spark_jar_task | main_class_name parameters",
        "/resources/jobs/{job}/tasks/0/libraries/0 | jar",
      })
  void hasOnlyFieldsOfTheReference(String place, String fields) {
    for (String job : List.of("summarize", "train", "score")) {
      JsonNode node = bundle.at(place.replace("{job}", job));
      assertThat(place, node.isObject(), is(true));
      assertThat(names(node), everyItem(is(in(fields.split(" ")))));
    }
  }

  @Test
  void refersOnlyToVariablesThatItDeclares() {
    Set<String> known = new TreeSet<>(Set.of("bundle.name", "bundle.target"));
    names(bundle.get("variables")).forEach(name -> known.add("var." + name));
    assertThat(all(VARIABLE), everyItem(is(in(known))));
    Set<String> used = new TreeSet<>(all(VARIABLE));
    assertThat(used, is(known));
  }

  @Test
  void describesEachVariable() {
    bundle
        .get("variables")
        .forEach(v -> assertThat(v.get("description").asText().isBlank(), is(false)));
  }

  @Test
  void refersOnlyToParametersThatItsJobsDeclare() {
    for (JsonNode job : bundle.at("/resources/jobs")) {
      List<String> declared = texts(job.get("parameters"), "name");
      Matcher parameter = JOB_PARAMETER.matcher(job.toString());
      List<String> used = parameter.results().map(result -> result.group(1)).toList();
      assertThat(used, hasItems(declared.toArray(String[]::new)));
      assertThat(used, everyItem(is(in(declared))));
    }
  }

  @Test
  void uploadsTheJarThatTheSparkBundleIs() throws IOException {
    String built = "pipelines/target/byoml-bundled-spark.jar";
    assertThat(
        Files.readString(checkout.resolve("scripts/lib/bundle.sh")),
        containsString("pipelines/target/byoml-bundled-$1.jar"));
    assertThat(pathFromBundle(bundle.at("/artifacts/spark_bundle/files/0/source")), is(built));
    assertThat(
        bundle.at("/artifacts/spark_bundle/build").asText(), containsString("-Pspark-runner"));
    for (JsonNode job : bundle.at("/resources/jobs")) {
      assertThat(pathFromBundle(job.at("/tasks/0/libraries/0/jar")), is(built));
      assertThat(
          job.at("/tasks/0/spark_jar_task/main_class_name").asText(), is(Byoml.class.getName()));
    }
  }

  @Test
  void runsOnARuntimeWithSparkThreeFiveAndJavaSeventeen() {
    assertThat(
        bundle.at("/variables/spark_version/default").asText(),
        matchesPattern("16\\.\\d\\.x-scala2\\.12"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"summarize", "train", "score"})
  void usesADedicatedClusterThatItsTaskNames(String name) {
    JsonNode job = bundle.at("/resources/jobs/" + name);
    assertThat(
        job.at("/job_clusters/0/new_cluster/data_security_mode").asText(), is("SINGLE_USER"));
    assertThat(
        job.at("/tasks/0/job_cluster_key").asText(),
        is(job.at("/job_clusters/0/job_cluster_key").asText()));
  }

  @Test
  void takesSecretsFromAScopeOnly() {
    JsonNode variables =
        bundle.at("/resources/jobs/score/job_clusters/0/new_cluster/spark_env_vars");
    names(variables).stream()
        .filter(name -> name.matches(".*(SECRET|KEY|TOKEN|CONNECTION_STRING).*"))
        .forEach(name -> assertThat(variables.get(name).asText(), startsWith("{{secrets/")));
    assertThat(variables.has("AZURE_CLIENT_SECRET"), is(true));
  }

  @Test
  void trainsEveryNightAndScoresEveryHourInUtc() {
    assertThat(
        bundle.at("/resources/jobs/train/schedule/quartz_cron_expression").asText(),
        matchesPattern("0 \\d+ \\d+ \\* \\* \\?"));
    assertThat(
        bundle.at("/resources/jobs/score/schedule/quartz_cron_expression").asText(),
        matchesPattern("0 \\d+ \\* \\* \\* \\?"));
    bundle
        .at("/resources/jobs")
        .forEach(job -> assertThat(job.at("/schedule/timezone_id").asText(), is("UTC")));
  }

  @Test
  void trainsAndScoresWithTheParametersOfItsTasks() throws Exception {
    Path input = folder.resolve("input");
    Events.write(input.resolve("training.jsonl"), Events.training());
    Events.write(
        input.resolve("scored.jsonl"),
        List.of(
            Events.event(
                Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(7 * 3600))));

    run("summarize", "2026-03-16T02:50:00Z");
    run("train", "2026-03-16T03:40:00Z");
    run("score", "2026-03-16T09:20:00.123");

    assertThat(Files.exists(folder.resolve("models/20260316T000000Z/manifest.json")), is(true));
    assertThat(
        Files.readString(
            folder.resolve("results/20260316T070000Z-20260316T080000Z/anomalies-t1.ndjson")),
        containsString("hr1"));
  }

  /** Runs a task on this machine and without sending anything. */
  private void run(String name, String scheduled) {
    JsonNode job = bundle.at("/resources/jobs/" + name);
    List<String> words = new ArrayList<>();
    for (JsonNode word : job.at("/tasks/0/spark_jar_task/parameters")) {
      words.add(resolved(word.asText(), job, scheduled));
    }
    assertThat(
        words.removeAll(List.of("--runner=SparkRunner", "--usesProvidedSparkContext")), is(true));
    if (name.equals("score")) {
      words.add("--dryRun");
    }
    Cli cli = Cli.run(words.toArray(String[]::new));
    assertThat(words + "\n" + cli.err(), cli.status(), is(0));
  }

  /** What Databricks makes of a parameter. */
  private String resolved(String word, JsonNode job, String scheduled) {
    Map<String, String> own =
        Map.of(
            "input", folder.resolve("input").toString(),
            "models", folder.resolve("models").toString(),
            "results", folder.resolve("results").toString(),
            "summaries", folder.resolve("summaries").toString(),
            "ingestion_endpoint", "https://byoml.westeurope-1.ingest.monitor.azure.com",
            "data_collection_rule_id", "dcr-0123456789abcdef0123456789abcdef");
    String text =
        VARIABLE
            .matcher(word)
            .replaceAll(
                match -> {
                  String variable = match.group(1).substring("var.".length());
                  return own.getOrDefault(
                      variable, bundle.at("/variables/" + variable + "/default").asText());
                });
    return DYNAMIC
        .matcher(text)
        .replaceAll(
            match -> {
              Matcher parameter = JOB_PARAMETER.matcher(match.group(1));
              assertThat(match.group(1), parameter.matches(), is(true));
              String value = defaultOf(job, parameter.group(1));
              return value.equals("{{job.trigger.time.iso_datetime}}") ? scheduled : value;
            });
  }

  private static String defaultOf(JsonNode job, String parameter) {
    return StreamSupport.stream(job.get("parameters").spliterator(), false)
        .filter(declared -> declared.get("name").asText().equals(parameter))
        .map(declared -> declared.get("default").asText())
        .findFirst()
        .orElseThrow();
  }

  private static String pathFromBundle(JsonNode path) {
    return checkout.relativize(file().getParent().resolve(path.asText()).normalize()).toString();
  }

  private static Path file() {
    return checkout.resolve("scripts/databricks/databricks.yml");
  }

  private static List<String> all(Pattern pattern) {
    return pattern.matcher(bundle.toString()).results().map(result -> result.group(1)).toList();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array, String field) {
    Stream<JsonNode> elements = StreamSupport.stream(array.spliterator(), false);
    return elements.map(element -> element.get(field).asText()).toList();
  }
}
