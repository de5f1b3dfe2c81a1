package dev.byoml.pipelines.portable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.notebook.TrainedModel;
import dev.byoml.transforms.schema.ReadAccessesProvider;
import dev.byoml.transforms.schema.ScoreAccessesProvider;
import dev.byoml.transforms.schema.TrainModelProvider;
import dev.byoml.transforms.schema.WriteToLogAnalyticsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.schemas.utils.YamlUtils;
import org.apache.beam.sdk.transforms.ToJson;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The transforms by their names, configurations and rows, as pipelines of other languages use them.
 */
class SchemaTransformsTest {
  private static final Path TOP = Path.of("..");
  private static final String SAMPLE = TOP.resolve("sample-data/small/am-securityevent").toString();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void areFoundByTheirNames() {
    List<String> found =
        StreamSupport.stream(ServiceLoader.load(SchemaTransformProvider.class).spliterator(), false)
            .map(SchemaTransformProvider::identifier)
            .toList();
    for (String identifier :
        List.of(
            ReadAccessesProvider.IDENTIFIER,
            TrainModelProvider.IDENTIFIER,
            ScoreAccessesProvider.IDENTIFIER,
            WriteToLogAnalyticsProvider.IDENTIFIER)) {
      assertThat(found, hasItem(identifier));
    }
  }

  @Test
  void makeTheModelAndTheResultsOfTheCommandLine() throws IOException {
    Path model = folder.resolve("model");
    Pipeline training = Pipeline.create();
    PCollectionRowTuple.of("input", read(training, "to: '2026-03-31'").get("accesses"))
        .apply(
            "Train",
            new TrainModelProvider()
                .from(row(new TrainModelProvider(), "model: " + model + "\nto: '2026-03-31'")));
    training.run().waitUntilFinish();
    Path expected = folder.resolve("expected");
    assertThat(
        Cli.run("train", "--input=" + SAMPLE, "--to=2026-03-31", "--model=" + expected).status(),
        is(0));
    assertThat(
        TrainedModel.open(model.toString()).id(), is(TrainedModel.open(expected.toString()).id()));

    Pipeline scoring = Pipeline.create();
    PCollectionRowTuple.of(
            "input", read(scoring, "from: '2026-03-31'\nto: '2026-04-01'").get("accesses"))
        .apply(
            "Score",
            new ScoreAccessesProvider()
                .from(
                    row(
                        new ScoreAccessesProvider(),
                        "model: " + model + "\nfrom: '2026-03-31'\nto: '2026-04-01'")))
        .get("anomalies")
        .apply("As JSON", ToJson.of())
        .apply("Write", TextIO.write().to(folder.resolve("rows/part").toString()));
    scoring.run().waitUntilFinish();
    Path results = folder.resolve("results");
    assertThat(
        Cli.run(
                "score",
                "--input=" + SAMPLE,
                "--from=2026-03-31",
                "--to=2026-04-01",
                "--threshold=-Infinity",
                "--model=" + expected,
                "--output=" + results)
            .status(),
        is(0));
    Map<String, JsonNode> written = rows(results);
    Map<String, JsonNode> rows = rows(folder.resolve("rows"));
    assertThat(rows.keySet(), is(written.keySet()));
    assertThat(rows.size(), greaterThan(20));
    rows.forEach(
        (id, row) -> {
          JsonNode other = written.get(id);
          other
              .fieldNames()
              .forEachRemaining(
                  name ->
                      assertThat(
                          name.equals("Explanation")
                              ? row.get(name).asText()
                              : row.get(name).toString(),
                          is(other.get(name).toString())));
        });
  }

  @Test
  void sayWhatRowsLack() {
    Pipeline pipeline = Pipeline.create();
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    PCollectionRowTuple.of("input", read(pipeline, "").get("rejected"))
                        .apply(
                            new TrainModelProvider()
                                .from(row(new TrainModelProvider(), "model: m"))))
            .getMessage(),
        containsString("these rows are not accesses: they lack tenant"));
  }

  @Test
  void refuseATimeThatDependsOnThePresent() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(Pipeline.create(), "from: now-1d"))
            .getMessage(),
        containsString("instants or dates"));
  }

  /** Beam YAML itself is Python and not at hand: this is what it would hand to each provider. */
  @Test
  @SuppressWarnings("unchecked")
  void takeTheConfigurationsOfTheExampleInBeamYaml() throws IOException {
    Map<String, Object> example =
        new Yaml().load(Files.readString(TOP.resolve("scripts/beam-yaml/score.yaml")));
    Map<String, Object> provider = ((List<Map<String, Object>>) example.get("providers")).get(0);
    Map<String, String> identifiers = (Map<String, String>) provider.get("transforms");
    assertThat(
        ((Map<String, Object>) provider.get("config")).get("jar"),
        is("pipelines/target/byoml-bundled-expansion.jar"));
    Map<String, SchemaTransformProvider> providers = new HashMap<>();
    ServiceLoader.load(SchemaTransformProvider.class)
        .forEach(found -> providers.put(found.identifier(), found));
    int checked = 0;
    for (Map<String, Object> transform :
        (List<Map<String, Object>>)
            ((Map<String, Object>) example.get("pipeline")).get("transforms")) {
      String identifier = identifiers.get((String) transform.get("type"));
      if (identifier == null) {
        continue;
      }
      Map<String, Object> config = (Map<String, Object>) transform.get("config");
      SchemaTransformProvider found = providers.get(identifier);
      for (String name : config.keySet()) {
        assertThat(found.configurationSchema().getFieldNames(), hasItem(name));
      }
      Row configuration = YamlUtils.toBeamRow(new Yaml().dump(config), found.configurationSchema());
      assertThat(configuration.getSchema(), is(found.configurationSchema()));
      checked++;
    }
    assertThat(checked, is(3));
    for (String identifier : identifiers.values()) {
      assertThat(providers.keySet(), hasItem(identifier));
    }
  }

  private static PCollectionRowTuple read(Pipeline pipeline, String configuration) {
    return PCollectionRowTuple.empty(pipeline)
        .apply(
            "Read",
            new ReadAccessesProvider()
                .from(row(new ReadAccessesProvider(), "input: " + SAMPLE + "\n" + configuration)));
  }

  private static Row row(SchemaTransformProvider provider, String yaml) {
    return YamlUtils.toBeamRow(yaml, provider.configurationSchema());
  }

  private static Map<String, JsonNode> rows(Path folder) throws IOException {
    Map<String, JsonNode> rows = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("part") || name.endsWith(".ndjson")) {
          for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            rows.put(row.get("RecordId").asText(), row);
          }
        }
      }
    }
    return rows;
  }
}
