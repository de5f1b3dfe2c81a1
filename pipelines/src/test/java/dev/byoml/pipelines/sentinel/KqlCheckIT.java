package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the check of all queries with the Kusto language service, which needs Node. */
class KqlCheckIT {
  /** Mistakes, one a line: file, what is right, what is wrong, and the name the check must give. */
  private static final String MISTAKES =
      """
      rules/AnomalousResourceAccess.yaml|where Percentile >=|where Percentyle >=|Percentyle
      rules/AdminShareSweep.yaml|sum(AccessCount)|sum(AccessCounts)|AccessCounts
      rules/AdminShareSweep.yaml|columnName: HostName|columnName: Hostname|Hostname
      rules/AnomalousResourceAccess.yaml|Share: Resource|Share: Resoruce|Resoruce
      rules/AnomalousResourceAccess.yaml|{{Why}}|{{Reasoning}}|Reasoning
      functions/AnomalousResourceAccess.yaml|'AnomalyScore_d'|'AnomalyScore'|AnomalyScore
      functions/AnomalousResourceAccess.yaml|'Expires'|'Expiry'|Expiry
      hunting/FirstAccessToSensitiveShare.yaml|ShareName|SharName|SharName
      hunting/AnomaliesBesideOpenIncidents.yaml|AlertIds|AlertId_|AlertId_
      hunting/ScoreDrift.yaml|PredictedScore|PredictedScor|PredictedScor
      hunting/AllowListReview.yaml|ResourceAccessAllowList'|NoSuchList'|NoSuchList
      hunting/AnomaliesByIdentity.yaml|AccountSID: string|AccountSid: string|AccountSID
      hunting/AnomaliesAmongBehaviors.yaml|(SentinelBehaviorInfo |(SentinelBehaviour |SentinelBehaviour
      hunting/NewActorsByCommunity.yaml|order by BestCover|ordered by BestCover|ordered
      workbook/AnomalousResourceAccess.json|dcount(Actor)|dcount(Acter)|Acter
      workbook/AnomalousResourceAccess.json|{MinimumPercentile}|{Percent}|Percent
      """;

  @BeforeAll
  static void needsNodeAndTheLanguageService() {
    assumeTrue(Program.exists("node"), "node is not installed");
    assumeTrue(
        Files.isDirectory(Scripts.file("sentinel/check/node_modules/@kusto/language-service-next")),
        "the Kusto language service is not installed: npm ci in scripts/sentinel/check");
  }

  @Test
  void everyQueryFitsTheSchemas() throws Exception {
    Program.Result result = node("check.js");

    assertThat(result.errors(), is(emptyString()));
    assertThat(result.status(), is(0));
    assertThat(result.output(), matchesPattern("\\d+ queries are in order\\s+"));
  }

  @Test
  void everyQueryThatTheReportGivesToCopyFitsTheSchemasWhateverTheNames() throws Exception {
    Program.Result result = node("check-report.js");

    assertThat(result.errors(), is(emptyString()));
    assertThat(result.status(), is(0));
    assertThat(result.output(), matchesPattern("\\d+ queries of the report are in order\\s+"));
  }

  @Test
  void aColumnOfTheReportsQueriesThatNobodyHasFailsTheCheck(@TempDir Path copy) throws Exception {
    Path queries = copy.resolve("report-queries.js");
    Path own = Path.of("src/main/resources/dev/byoml/pipelines/report/report-queries.js");
    Files.writeString(queries, Files.readString(own).replace("NewProcessName,", "NewProcess,"));

    Program.Result result = node("check-report.js", queries.toAbsolutePath().toString());

    assertThat(result.status(), is(1));
    assertThat(
        result.errors().lines().toList(),
        hasItem(allOf(startsWith("process-on-host, raw events: "), containsString("NewProcess"))));
  }

  @Test
  void everyBuiltFileIsWhatItsSourcesGive() throws Exception {
    Program.Result result = node("build.js", "--check");

    assertThat(result.errors(), is(emptyString()));
    assertThat(result.status(), is(0));
  }

  @Test
  void aSourceThatWasChangedWithoutBuildingFailsTheCheck(@TempDir Path copy) throws Exception {
    copyContent(copy);
    Path rule = copy.resolve("rules/AdminShareSweep.yaml");
    Files.writeString(rule, Files.readString(rule).replace("severity: High", "severity: Low"));

    Program.Result result = node("build.js", "--check", "--root=" + copy);

    assertThat(result.status(), is(1));
    assertThat(
        result.errors().lines().toList(),
        hasItems(
            "content.json is not what its sources give; run: npm run build",
            "solution/Package/mainTemplate.json is not what its sources give; run: npm run build",
            "solution/Analytic Rules/AdminShareSweep.yaml is not what its sources give; run: npm run build"));
  }

  @Test
  void aFileOfTheSolutionWithoutASourceFailsTheCheck(@TempDir Path copy) throws Exception {
    copyContent(copy);
    Files.writeString(copy.resolve("solution/Analytic Rules/ByHand.yaml"), "id: none");

    Program.Result result = node("build.js", "--check", "--root=" + copy);

    assertThat(
        result.errors(),
        is("solution/Analytic Rules/ByHand.yaml has no source; run: npm run build\n"));
    assertThat(result.status(), is(1));
  }

  @Test
  void buildingMakesTheWholeSolutionFromItsSources(@TempDir Path copy) throws Exception {
    copyContent(copy);
    deleteUnder(copy.resolve("solution"));

    Program.Result built = node("build.js", "--root=" + copy);
    Program.Result checked = node("build.js", "--check", "--root=" + copy);

    assertThat(built.errors(), built.status(), is(0));
    assertThat(checked.errors(), checked.status(), is(0));
    assertThat(
        filesUnder(copy.resolve("solution")), is(filesUnder(Scripts.file("sentinel/solution"))));
  }

  @Test
  void everyMistakeFailsTheCheckByFileAndName(@TempDir Path copy) throws Exception {
    copyContent(copy);
    List<String[]> mistakes = MISTAKES.lines().map(line -> line.split("\\|")).toList();
    for (String[] mistake : mistakes) {
      Path file = copy.resolve(mistake[0]);
      String text = Files.readString(file);
      assertThat(text, containsString(mistake[1]));
      Files.writeString(file, text.replace(mistake[1], mistake[2]));
    }

    Program.Result result = node("check.js", "--root=" + copy);

    assertThat(result.status(), is(1));
    List<String> complaints = result.errors().lines().toList();
    for (String[] mistake : mistakes) {
      assertThat(
          complaints, hasItem(allOf(startsWith(mistake[0] + ": "), containsString(mistake[3]))));
    }
  }

  /** Copies everything but the programs that build and check it. */
  private static void copyContent(Path copy) throws IOException {
    Path content = Scripts.file("sentinel");
    for (String file : filesUnder(content)) {
      if (!file.startsWith("check")) {
        Files.createDirectories(copy.resolve(file).getParent());
        Files.copy(content.resolve(file), copy.resolve(file));
      }
    }
  }

  private static List<String> filesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, 9, (file, about) -> about.isRegularFile())) {
      return files
          .filter(file -> !file.toString().contains("node_modules"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static void deleteUnder(Path folder) throws IOException {
    for (String file : filesUnder(folder)) {
      Files.delete(folder.resolve(file));
    }
  }

  private static Program.Result node(String script, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("node", script));
    words.addAll(List.of(arguments));
    return Program.run(Scripts.file("sentinel/check"), Map.of(), words);
  }
}
