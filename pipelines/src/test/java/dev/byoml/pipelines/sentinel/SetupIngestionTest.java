package dev.byoml.pipelines.sentinel;

import static dev.byoml.pipelines.sentinel.StandInForAzure.GROUP;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.pipelines.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupIngestionTest {
  private static final String SCRIPT = "azure/setup-ingestion.sh";
  private static final String WRITER = "bbbbbbbb-0000-4000-8000-000000000002";
  private static final String RULE =
      GROUP + "/providers/Microsoft.Insights/dataCollectionRules/byoml-results";
  private static final String TABLE = "tables/AnomalousResourceAccessResult_CL";
  private static final String RUN_TABLE = "tables/AnomalousResourceAccessRun_CL";

  @TempDir Path folder;
  private StandInForAzure azure;

  @BeforeEach
  void startWithAnEmptyResourceGroup() throws Exception {
    azure = new StandInForAzure(folder);
  }

  @Test
  void deploysTheTemplateAndPrintsTheOptionsOfScore() throws Exception {
    Program.Result result = azure.run(SCRIPT, "create", "--writer=" + WRITER);

    assertThat(result.errors(), result.status(), is(0));
    assertThat(
        azure.changes(),
        contains(
            allOf(
                startsWith(
                    "az deployment group create --resource-group rg-soc --name byoml-ingestion-"),
                containsString(" --template-file " + Scripts.file("azure/ingestion.json")),
                containsString(
                    " --parameters workspaceName=ws-soc location=westeurope"
                        + " ruleName=byoml-results retentionInDays=90 principalId="
                        + WRITER
                        + " principalType=ServicePrincipal"))));
    assertThat(
        result.output(),
        containsString(
            "--ingestionEndpoint=https://byoml-results-ab12.westeurope-1.ingest.monitor.azure.com"
                + " --dataCollectionRuleId=dcr-0123456789abcdef0123456789abcdef"
                + " --streamName=Custom-AnomalousResourceAccessResult_CL\n"));
  }

  @Test
  void printsOptionsThatScoreTakes() throws Exception {
    String printed = azure.run(SCRIPT, "create", "--writer=" + WRITER).output();
    List<String> arguments =
        new ArrayList<>(List.of("score", "--input=no-such-input", "--model=no-such-model"));
    arguments.addAll(
        List.of(printed.substring(printed.indexOf("  --ingestionEndpoint=")).strip().split(" ")));

    Cli cli = Cli.run(arguments.toArray(String[]::new));

    // What is complained about is the next thing that is wrong, the model.
    assertThat(cli.err(), startsWith("byoml: --model=no-such-model"));
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    Program.Result first = azure.run(SCRIPT, "--writer=" + WRITER);
    azure.forgetCalls();

    Program.Result second = azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(second.status(), is(0));
    assertThat(azure.changes(), is(empty()));
    assertThat(second.output(), is(first.output().substring(first.output().indexOf("table:    "))));
  }

  @Test
  void deploysAgainWhenSomethingIsAskedForDifferently() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);
    azure.forgetCalls();

    azure.run(SCRIPT, "--writer=" + WRITER, "--retention=180");

    assertThat(azure.changes(), contains(containsString("retentionInDays=180")));
  }

  @Test
  void deploysAgainWhenTheRuleWasDeleted() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);
    Files.delete(
        folder.resolve("state/resources").resolve(RULE.toLowerCase(Locale.ROOT).replace('/', '~')));
    azure.forgetCalls();

    azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(azure.changes(), contains(containsString("deployment group create")));
  }

  @Test
  void addsTheTableOfRunsToASetUpFromBeforeIt() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);
    Files.delete(folder.resolve("state").resolve(RUN_TABLE));
    azure.forgetCalls();

    azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(azure.changes(), contains(containsString("ingestion.json")));
  }

  @Test
  void onlySaysWhatItWouldDoInADryRun() throws Exception {
    Program.Result dry = azure.run(SCRIPT, "--writer=" + WRITER, "--dry-run");
    List<String> changesOfTheDryRun = azure.changes();

    azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(changesOfTheDryRun, is(empty()));
    assertThat(dry.output(), containsString("would run: " + azure.changes().get(0) + "\n"));
  }

  @Test
  void undoesWhatItDid() throws Exception {
    List<String> before = azure.state();
    azure.run(SCRIPT, "--writer=" + WRITER);

    Program.Result result = azure.run(SCRIPT, "remove", "--with-data");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(azure.state(), equalTo(before));
  }

  @Test
  void keepsTheTablesUnlessToldOtherwise() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);

    azure.run(SCRIPT, "remove");

    assertThat(azure.state(), contains(TABLE, RUN_TABLE));
  }

  @Test
  void removesNothingTwice() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);
    azure.run(SCRIPT, "remove", "--with-data");
    azure.forgetCalls();

    Program.Result second = azure.run(SCRIPT, "remove", "--with-data");

    assertThat(second.status(), is(0));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void asksForTheMigrationOfATableThatTheOldNotebookMade() throws Exception {
    azure.withState(TABLE, "Classic\n");

    Program.Result result = azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(result.status(), is(1));
    assertThat(
        result.errors(),
        containsString(
            "az monitor log-analytics workspace table migrate --resource-group rg-soc"
                + " --workspace-name ws-soc --table-name AnomalousResourceAccessResult_CL"));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void saysWhatAzureSaysWhenItRefuses() throws Exception {
    azure.withState("refuse-deployments", "");

    Program.Result result = azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(result.status(), is(1));
    assertThat(
        result.errors(),
        is(
            "setup-ingestion.sh: az deployment group failed: ERROR: (AuthorizationFailed) the"
                + " client may not deploy.\n"));
  }

  @Test
  void saysWhatIsThere() throws Exception {
    azure.run(SCRIPT, "--writer=" + WRITER);

    Program.Result result = azure.run(SCRIPT, "status");

    assertThat(
        result.output().lines().toList(),
        allOf(
            hasItem("table:    AnomalousResourceAccessResult_CL (CustomLog)"),
            hasItem("table:    AnomalousResourceAccessRun_CL (CustomLog)"),
            hasItem("rule:     byoml-results"),
            hasItem("writers:  " + WRITER),
            hasItem(containsString("--dataCollectionRuleId=dcr-"))));
  }

  @Test
  void showsNoSecrets() throws Exception {
    String secret = "eyJ0b2tlbiI6InNlY3JldCJ9";
    azure.with("BYOML_ACCESS_TOKEN", secret).with("AZURE_CLIENT_SECRET", secret);

    Program.Result result = azure.run(SCRIPT, "--writer=" + WRITER);

    assertThat(
        result.output() + result.errors() + String.join("\n", azure.calls()),
        not(containsString(secret)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--retention=3|--retention=3 is not a number of days",
        "--retention=731|--retention=731 is not a number of days",
        "--retention=abc|--retention=abc is not a number of days",
        "--rule=ab|--rule=ab is not a rule name",
        "--rule=a-name-that-is-longer-than-30-chars|--rule=a-name-that-is-longer-than-30-chars is",
        "--writer-type=Robot|--writer-type=Robot is not",
        "--what=ever|unknown option --what",
      })
  void refusesWrongUsageInOneLine(String argument, String complaint) throws Exception {
    Program.Result result = azure.run(SCRIPT, argument);

    assertThat(result.status(), is(2));
    assertThat(result.errors(), containsString("setup-ingestion.sh: " + complaint));
    assertThat(result.errors().lines().count(), is(1L));
    assertThat(azure.calls(), is(empty()));
  }
}
