package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.als.Factors;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.onnx.OnnxModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that another tool found: here those of our own model, by the classic preset. */
class ImportTest {
  @TempDir static Path shared;
  private static Path events;
  private static Path trained;
  private static TenantModel original;

  @TempDir Path folder;

  @BeforeAll
  static void trainTheModelWhoseVectorsAreExported() throws IOException {
    Trained own = Trained.in(shared, "--preset=classic");
    events = own.events();
    trained = own.model();
    original = tenant(trained);
  }

  @Test
  void vectorsInJsonLinesScoreAsTheModelTheyCameFrom() throws IOException {
    Path users = Files.createDirectory(folder.resolve("users"));
    Files.writeString(users.resolve("_SUCCESS"), "");
    Files.write(
        users.resolve("part-00000.json"),
        json(original.accesses().users(), "user", "features", original.userFactors()));
    Path resources = folder.resolve("resources.jsonl");
    Files.write(
        resources,
        json(original.accesses().resources(), "res", "res_vector", original.resourceFactors()));

    Cli cli = importing(users, resources);

    assertThat(cli.err(), cli.status(), is(0));
    TenantModel imported = tenant(folder.resolve("model"));
    assertThat(imported.standardization(), is(original.standardization()));
    assertThat(imported.userFactors().values(), is(original.userFactors().values()));
    assertThat(score(folder.resolve("model")), is(score(trained)));
  }

  @Test
  void vectorsInCsvScoreAsTheModelTheyCameFrom() throws IOException {
    Path users = csv("users.csv", original.accesses().users(), original.userFactors());
    Path resources =
        csv("resources.csv", original.accesses().resources(), original.resourceFactors());

    Cli cli = importing(users, resources);

    assertThat(cli.err(), cli.status(), is(0));
    assertThat(tenant(folder.resolve("model")).standardization(), is(original.standardization()));
  }

  @Test
  void vectorsInAvroScoreAsTheModelTheyCameFrom() throws IOException {
    Path users = avro("users.avro", original.accesses().users(), original.userFactors());
    Path resources = avro("vectors", original.accesses().resources(), original.resourceFactors());

    Cli cli = importing(users, resources);

    assertThat(cli.err(), cli.status(), is(0));
    assertThat(tenant(folder.resolve("model")).standardization(), is(original.standardization()));
  }

  private Path avro(String name, List<String> ids, Factors factors) throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Vector", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "features", "type": {"type": "array", "items": "float"}}]}
                """);
    Path file = folder.resolve(name);
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, file.toFile());
      for (int row = 0; row < ids.size(); row++) {
        List<Float> values = new ArrayList<>();
        for (float value : factors.row(row)) {
          values.add(value);
        }
        GenericRecord vector = new GenericData.Record(schema);
        vector.put("id", ids.get(row));
        vector.put("features", values);
        writer.append(vector);
      }
    }
    return file;
  }

  @Test
  void countsWhatHasNoVectorAndWhatHasNoAccess() throws IOException {
    List<String> users = new ArrayList<>(original.accesses().users());
    users.set(0, "shire\\somebody.else");
    Cli cli =
        importing(
            csv("users.csv", users, original.userFactors()),
            csv("resources.csv", original.accesses().resources(), original.resourceFactors()));

    assertThat(cli.err(), cli.status(), is(0));
    int leftOut = original.resourceCount(0);
    assertThat(
        cli.out(),
        containsString(
            "%d left out, since their user or resource has no vector".formatted(leftOut)));
    assertThat(cli.out(), containsString("1 without an access"));
  }

  @Test
  void saysWhyNothingIsLeftWhereIdsAreSpelledOtherwise() throws IOException {
    List<String> users =
        original.accesses().users().stream().map(id -> id.toUpperCase(Locale.ROOT)).toList();
    Cli cli =
        importing(
            csv("users.csv", users, original.userFactors()),
            csv("resources.csv", original.accesses().resources(), original.resourceFactors()));

    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("ids must be spelled as the template spells them"));
  }

  @Test
  void namesTheLineThatHoldsNoVector() throws IOException {
    Path users = folder.resolve("users.csv");
    Files.writeString(users, "id,1,2\nshire\\finance.0,0.5,much\n", StandardCharsets.UTF_8);
    Cli cli =
        importing(
            users,
            csv("resources.csv", original.accesses().resources(), original.resourceFactors()));

    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("line 2 of " + users + " holds 'much' in its vector"));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Cli cli = importing(folder.resolve("nowhere.csv"), folder.resolve("nowhere.csv"));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--userVectors=" + folder.resolve("nowhere.csv")));
  }

  @Test
  void anOnnxModelScoresExplainsAndReportsThroughTheSamePath() throws IOException {
    Path onnx = Files.write(folder.resolve("product.onnx"), OnnxModels.innerProduct());
    Cli cli = importing(usersCsv(), resourcesCsv(), "--onnx=" + onnx);

    assertThat(cli.err(), cli.status(), is(0));
    TenantModel imported = tenant(folder.resolve("model"));
    // sums of floats, where ours are of doubles
    assertThat(
        imported.standardization().mean(),
        closeTo(original.standardization().mean(), 1e-5 * original.standardization().mean()));
    List<JsonNode> expected = score(trained);
    List<JsonNode> rows = score(folder.resolve("model"));
    assertThat(rows.size(), is(expected.size()));
    for (int i = 0; i < rows.size(); i++) {
      assertThat(
          rows.get(i).get("PredictedScore").asDouble(),
          closeTo(expected.get(i).get("PredictedScore").asDouble(), 1e-3));
      assertThat(rows.get(i).get("Explanation").get("peerCount").asInt(), greaterThan(0));
    }
    Cli report =
        Cli.run(
            "report",
            "--results=" + folder.resolve("results-model"),
            "--model=" + folder.resolve("model"),
            "--output=" + folder.resolve("report.html"));
    assertThat(report.err(), report.status(), is(0));
  }

  @Test
  void refusesAnOnnxModelOfOtherInputs() throws IOException {
    Path onnx = Files.write(folder.resolve("one.onnx"), OnnxModels.ofOneInput());
    Cli cli = importing(usersCsv(), resourcesCsv(), "--onnx=" + onnx);
    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("not inputs user and resource and one output"));
  }

  private Path usersCsv() throws IOException {
    return csv("users.csv", original.accesses().users(), original.userFactors());
  }

  private Path resourcesCsv() throws IOException {
    return csv("resources.csv", original.accesses().resources(), original.resourceFactors());
  }

  private Cli importing(Path users, Path resources, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "import",
                "--userVectors=" + users,
                "--resourceVectors=" + resources,
                "--tenant=" + original.tenant(),
                "--input=" + events,
                "--model=" + folder.resolve("model")));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private List<JsonNode> score(Path model) throws IOException {
    Path results = folder.resolve("results-" + model.getFileName());
    Path scored =
        Events.write(
            folder.resolve("scored.jsonl"),
            List.of(
                Events.event(Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60)),
                Events.event(
                    Events.person("hr", 1), "finance2", Events.SCORED_DAY.plusSeconds(90))));
    Cli cli = Cli.run("score", "--input=" + scored, "--model=" + model, "--output=" + results);
    assertThat(cli.err(), cli.status(), is(0));
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = new ObjectMapper().readTree(line);
          ((ObjectNode) row).remove(List.of("ModelId", "RecordId"));
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static TenantModel tenant(Path model) throws IOException {
    ModelReader reader = ModelReader.open(new LocalModelFolder(model));
    return reader.tenant(reader.manifest().tenants().get(0).tenant()).orElseThrow();
  }

  private static List<String> json(List<String> ids, String id, String vector, Factors factors) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      lines.add(
          new ObjectMapper()
              .createObjectNode()
              .put(id, ids.get(row))
              .set(vector, new ObjectMapper().valueToTree(factors.row(row)))
              .toString());
    }
    return lines;
  }

  private Path csv(String name, List<String> ids, Factors factors) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder("tenant,id");
    for (int k = 0; k < factors.rank(); k++) {
      header.append(",factor").append(k);
    }
    lines.add(header.toString());
    for (int row = 0; row < ids.size(); row++) {
      StringBuilder line =
          new StringBuilder(original.tenant()).append(",\"").append(ids.get(row)).append('"');
      for (double value : factors.row(row)) {
        line.append(',').append(value);
      }
      lines.add(line.toString());
    }
    return Files.write(folder.resolve(name), lines);
  }
}
