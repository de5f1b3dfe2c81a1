package dev.byoml.pipelines.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.sample.SampleDataParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataWriterTest {
  private static final SampleDataParameters PARAMETERS = new SampleDataParameters(11, 50, 44, 8, 2);
  private static final String SCORING_DAY = "/y=2026/m=03/d=31/";

  @TempDir static Path folder;
  private static SampleDataSummary summary;
  private static Path export;
  private static final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void write() throws IOException {
    summary =
        SampleDataWriter.write(
            PARAMETERS,
            folder.resolve("data").toString(),
            (done, total, lines) -> progress.add(done + "/" + total));
    export = folder.resolve("data/am-securityevent");
  }

  @Test
  void writesTheExportAndThreeFilesBesideIt() throws IOException {
    try (var entries = Files.list(folder.resolve("data"))) {
      assertThat(
          entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet()),
          is(Set.of("am-securityevent", "labels.tsv", "counts.json", "sample.json")));
    }
  }

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    assertThat(contentsOf(PARAMETERS, "again"), is(contents()));
  }

  @Test
  void writesSomethingElseForAnotherSeed() throws IOException {
    assertThat(
        contentsOf(new SampleDataParameters(12, 50, 44, 8, 2), "other seed").get("labels.tsv"),
        is(not(contents().get("labels.tsv"))));
  }

  @Test
  void acceptsAFolderThatEndsInASlash() throws IOException {
    SampleDataWriter.write(PARAMETERS, folder.resolve("slash") + "/", SampleDataProgress.SILENT);
    assertThat(ExportedRows.contents(folder.resolve("slash")), is(contents()));
  }

  @Test
  void namesBlobsAsTheExportDoes() {
    assertThat(
        ExportedRows.files(export).stream()
            .map(blob -> export.relativize(blob).toString())
            .toList(),
        everyItem(
            matchesPattern(
                "WorkspaceResourceId=/subscriptions/[0-9a-f-]{36}/resourcegroups/rg-soc/providers/"
                    + "microsoft\\.operationalinsights/workspaces/ws-(contoso|fabrikam)/"
                    + "y=2026/m=03/d=\\d\\d/h=\\d\\d/m=\\d[05]/PT05M(_1)?\\.json")));
  }

  @Test
  void placesEveryRowByItsTime() {
    for (Path blob : ExportedRows.files(export)) {
      String folders = export.relativize(blob).toString().replaceAll(".*/y=", "");
      String[] parts = folders.replaceAll("[a-z]=", "").split("/");
      String hour = "%s-%s-%sT%s:".formatted(parts[0], parts[1], parts[2], parts[3]);
      int minute = Integer.parseInt(parts[4]);
      for (JsonNode row : ExportedRows.read(blob, "").rows()) {
        String time = row.get("TimeGenerated").asText();
        assertThat(time.substring(0, 14), is(hour));
        assertThat(Integer.parseInt(time.substring(14, 16)) / 5 * 5, is(minute));
      }
    }
  }

  @Test
  void countsWhatItWrites() throws IOException {
    JsonNode counts = json("counts.json");
    ExportedRows all = ExportedRows.read(export, "");
    ExportedRows scoring = ExportedRows.read(export, SCORING_DAY);
    assertThat(counts.get("total"), is(asRead(all.counts())));
    assertThat(counts.get("scoring"), is(asRead(scoring.counts())));
    assertThat(
        counts.get("training").get("used").asInt(),
        is(all.accesses().size() - scoring.accesses().size()));
    assertThat(counts.get("blobs").asInt(), is(ExportedRows.files(export).size()));
  }

  @Test
  void returnsTheCountsThatItWrites() throws IOException {
    JsonNode counts = json("counts.json");
    assertThat(summary.training().lines(), is(counts.get("training").get("lines").asLong()));
    assertThat(summary.scoring().lines(), is(counts.get("scoring").get("lines").asLong()));
    assertThat(summary.blobs(), is(counts.get("blobs").asLong()));
    assertThat(summary.anomalousLabels(), is(counts.get("labels").get("anomalous").asLong()));
    assertThat(summary.harmlessLabels(), is(counts.get("labels").get("harmless").asLong()));
    assertThat(summary.export(), is(export.toString()));
  }

  @Test
  void labelsThePairsOfTheScoringDayThatNoEarlierDayHolds() {
    Set<String> expected = new TreeSet<>(ExportedRows.read(export, SCORING_DAY).accesses());
    for (int day = 24; day <= 30; day++) {
      expected.removeAll(
          Set.copyOf(ExportedRows.read(export, "/y=2026/m=03/d=" + day + "/").accesses()));
    }
    assertThat(
        labels().stream()
            .map(label -> label.substring(0, label.lastIndexOf('\t')))
            .collect(Collectors.toCollection(TreeSet::new)),
        is(expected));
  }

  @Test
  void sortsTheLabelsAndMarksThemOneOrZero() {
    assertThat(labels().stream().sorted().toList(), is(labels()));
    assertThat(labels(), everyItem(matchesPattern("[^\\t]+\\t[^\\t]+\\t[^\\t]+\\t[01]")));
    assertThat(labels(), hasItem(matchesPattern(".*\\t1")));
    assertThat(labels(), hasItem(matchesPattern(".*\\t0")));
  }

  @Test
  void saysWhenToTrainAndWhatToScore() throws IOException {
    JsonNode sample = json("sample.json");
    assertThat(sample.get("trainingFrom").asText(), is("2026-03-24T00:00:00Z"));
    assertThat(sample.get("trainingTo").asText(), is("2026-03-31T00:00:00Z"));
    assertThat(sample.get("scoringFrom").asText(), is("2026-03-31T00:00:00Z"));
    assertThat(sample.get("scoringTo").asText(), is("2026-04-01T00:00:00Z"));
  }

  @Test
  void describesEveryTenantAndWhatIsPlanted() throws IOException {
    for (JsonNode tenant : json("sample.json").get("tenants")) {
      List<String> kinds = new ArrayList<>();
      tenant.get("scenarios").forEach(scenario -> kinds.add(scenario.get("kind").asText()));
      assertThat(
          kinds, hasItems("FOREIGN_DEPARTMENT", "ADMINISTRATIVE_SWEEP", "STOLEN_SERVICE_ACCOUNT"));
    }
  }

  @Test
  void variesWhatRealRowsVary() {
    List<JsonNode> rows = ExportedRows.read(export, "").rows();
    assertThat(
        rows.stream().map(row -> row.get("EventID").isTextual()).collect(Collectors.toSet()),
        is(Set.of(true, false)));
    assertThat(
        rows.stream().map(row -> row.has("Account")).collect(Collectors.toSet()),
        is(Set.of(true, false)));
    assertThat(
        rows.stream().map(row -> row.path("IpAddress").asText()).toList(),
        hasItem(matchesPattern("::ffff:10\\..*")));
    assertThat(
        rows.stream().map(row -> row.path("ShareName").asText("")).toList(),
        everyItem(anyOf(is(""), matchesPattern("\\\\\\\\\\*\\\\.+"))));
  }

  @Test
  void writesAddressesOfPrivateRangesOnly() {
    assertThat(
        ExportedRows.read(export, "").rows().stream()
            .map(row -> row.path("IpAddress").asText("-"))
            .collect(Collectors.toSet()),
        everyItem(matchesPattern("-|(::ffff:)?10\\.\\d+\\.\\d+\\.\\d+")));
  }

  @Test
  void leavesOneLineHalfWritten() {
    List<String> unfinished =
        ExportedRows.contents(export).values().stream()
            .filter(blob -> !blob.endsWith("\n"))
            .toList();
    assertThat(unfinished.size(), is(1));
    assertThat(summary.scoring().rejected(), is(1L));
  }

  @Test
  void tellsOfEveryDayOfEveryTenant() {
    assertThat(progress.size(), is(16));
    assertThat(progress.get(15), is("16/16"));
  }

  @Test
  void refusesAFolderThatHoldsSampleData() {
    String data = folder.resolve("data").toString();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> SampleDataWriter.write(PARAMETERS, data, SampleDataProgress.SILENT));
    assertThat(
        refused.getMessage(),
        is("--output must be a new folder: " + data + "/ already holds sample data"));
  }

  @Test
  void failsWhereTheFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThrows(
        IOException.class,
        () -> SampleDataWriter.write(PARAMETERS, file.toString(), SampleDataProgress.SILENT));
  }

  @Test
  void holdsOneScenarioOfEachKindForEachTenantAtLeast() {
    assertThat(summary.anomalousLabels(), is(greaterThan(20L)));
  }

  private static TreeMap<String, String> contents() {
    return ExportedRows.contents(folder.resolve("data"));
  }

  private static TreeMap<String, String> contentsOf(SampleDataParameters parameters, String name)
      throws IOException {
    Path other = folder.resolve(name);
    SampleDataWriter.write(parameters, other.toString(), SampleDataProgress.SILENT);
    return ExportedRows.contents(other);
  }

  private static List<String> labels() {
    return contents().get("labels.tsv").lines().toList();
  }

  private static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(contents().get(name));
  }

  /** Numbers as they come out of a file. */
  private static JsonNode asRead(JsonNode counts) throws IOException {
    return new ObjectMapper().readTree(counts.toString());
  }
}
