package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.transforms.feedback.VerdictFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportVerdictsTest {
  private static final String SCRIPT = "sentinel/export-verdicts.sh";
  private static final String ROWS =
      """
      "0","shire\\ana.silva","\\\\fs01.shire.com\\c$",FalsePositive,"dana@shire.com",2026-03-31T09:30:00Z
      "0","shire\\""odd"", one","\\\\fs01.shire.com\\hr",TruePositive,"",2026-03-31T10:30:00Z
      """;

  @TempDir Path folder;
  private StandInForAzure azure;
  private Path verdicts;

  @BeforeEach
  void startWithClosedIncidents() throws Exception {
    azure = new StandInForAzure(folder);
    azure.withState("verdicts", ROWS);
    verdicts = folder.resolve("verdicts.csv");
  }

  @Test
  void writesWhatTrainAndScoreTakeAsVerdicts() throws Exception {
    Program.Result result = azure.run(SCRIPT, "--output=" + verdicts);

    assertThat(result.errors(), result.status(), is(0));
    assertThat(result.output(), containsString("verdicts: 2 written to " + verdicts));
    Verdicts read = VerdictFile.parse(Files.readString(verdicts));
    assertThat(
        read.on(new AccessKey("0", "shire\\ana.silva", "\\\\fs01.shire.com\\c$")),
        is(Optional.of(Verdict.BENIGN)));
    assertThat(
        read.on(new AccessKey("0", "shire\\\"odd\", one", "\\\\fs01.shire.com\\hr")),
        is(Optional.of(Verdict.MALICIOUS)));
  }

  @Test
  void asksTheSavedQueryOfTheDaysThatAreWanted() throws Exception {
    azure.run(SCRIPT, "--output=" + verdicts, "--days=7");

    String query =
        new ObjectMapper()
            .readTree(folder.resolve("state/query.json").toFile())
            .get("query")
            .asText();
    String saved =
        Scripts.yaml("sentinel/hunting/VerdictsOfClosedIncidents.yaml").get("query").asText();
    assertThat(query, containsString(saved.replace("ClosedWithin = 90d", "ClosedWithin = 7d")));
    assertThat(query, containsString("| project base64_encode_tostring(Line)"));
  }

  @Test
  void leavesTheFileOfBeforeWhereTheWorkspaceDoesNotAnswer() throws Exception {
    Files.writeString(verdicts, "of before");
    Files.delete(folder.resolve("state/verdicts"));

    Program.Result result = azure.run(SCRIPT, "--output=" + verdicts);

    assertThat(result.status(), is(1));
    assertThat(result.errors().lines().count(), is(1L));
    assertThat(Files.readString(verdicts), is("of before"));
    try (var files = Files.list(folder)) {
      assertThat(
          files.map(Path::getFileName).map(Path::toString).toList(),
          not(org.hamcrest.Matchers.hasItem(org.hamcrest.Matchers.startsWith("verdicts.csv."))));
    }
  }

  @Test
  void writesNoVerdictsButTheHeadingWhereNothingWasClosed() throws Exception {
    azure.withState("verdicts", "");

    Program.Result result = azure.run(SCRIPT, "--output=" + verdicts);

    assertThat(result.errors(), result.status(), is(0));
    assertThat(Files.readString(verdicts), is("tenant,actor,resource,verdict,by,at" + "\n"));
  }

  @Test
  void printsTheQueryAndAsksNothingInADryRun() throws Exception {
    Program.Result result = azure.run(SCRIPT, "--dry-run");

    assertThat(result.output(), containsString("AnomalousResourceAccessAlert"));
    assertThat(azure.calls(), is(empty()));
  }

  @Test
  void refusesDaysThatAreNone() throws Exception {
    Program.Result result = azure.run(SCRIPT, "--days=week");

    assertThat(result.status(), is(2));
    assertThat(result.errors(), containsString("--days=week is not a number of days"));
  }
}
