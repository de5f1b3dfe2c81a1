package dev.byoml.pipelines.sentinel;

import static dev.byoml.pipelines.sentinel.StandInForAzure.GROUP;
import static dev.byoml.pipelines.sentinel.StandInForAzure.WORKSPACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupExportTest {
  private static final String SCRIPT = "azure/setup-export.sh";
  private static final String ACCOUNT =
      GROUP + "/providers/Microsoft.Storage/storageAccounts/socexport";
  private static final String HUBS = GROUP + "/providers/Microsoft.EventHub/namespaces/soc-events";
  private static final String READER = "aaaaaaaa-0000-4000-8000-000000000001";

  @TempDir Path folder;
  private StandInForAzure azure;

  @BeforeEach
  void startWithAnEmptyResourceGroup() throws Exception {
    azure = new StandInForAzure(folder);
  }

  @Test
  void makesTheAccountTheRuleAndTheReadersRole() throws Exception {
    Program.Result result =
        azure.run(SCRIPT, "create", "--storage-account=socexport", "--reader=" + READER);

    assertThat(result.errors(), result.status(), is(0));
    assertThat(
        azure.changes(),
        contains(
            "az storage account create --name socexport --resource-group rg-soc --location"
                + " westeurope --kind StorageV2 --sku Standard_LRS --min-tls-version TLS1_2"
                + " --https-only true --allow-blob-public-access false --tags"
                + " made-by=sentinel-byoml",
            "az provider register --namespace Microsoft.Insights --wait",
            "az monitor log-analytics workspace data-export create --resource-group rg-soc"
                + " --workspace-name ws-soc --name byoml-export --tables SecurityEvent"
                + " --destination "
                + ACCOUNT
                + " --enable true",
            "az role assignment create --assignee-object-id "
                + READER
                + " --assignee-principal-type ServicePrincipal --role"
                + " Storage\\ Blob\\ Data\\ Reader --scope "
                + ACCOUNT));
    assertThat(result.output(), containsString("--input=azfs://socexport/am-securityevent\n"));
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);
    azure.forgetCalls();

    Program.Result second = azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);

    assertThat(second.status(), is(0));
    assertThat(azure.calls(), is(not(empty())));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void onlySaysWhatItWouldDoInADryRun() throws Exception {
    Program.Result dry =
        azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER, "--dry-run");
    List<String> changesOfTheDryRun = azure.changes();

    azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);

    assertThat(dry.status(), is(0));
    assertThat(changesOfTheDryRun, is(empty()));
    List<String> announced =
        dry.output().lines().filter(line -> line.startsWith("would run: ")).toList();
    assertThat(
        announced, equalTo(azure.changes().stream().map(call -> "would run: " + call).toList()));
  }

  @Test
  void undoesWhatItDid() throws Exception {
    azure.withState("provider", "Registered\n");
    List<String> before = azure.state();
    azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);

    Program.Result result =
        azure.run(
            SCRIPT, "remove", "--storage-account=socexport", "--reader=" + READER, "--with-data");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(azure.state(), equalTo(before));
  }

  @Test
  void keepsTheExportedDataUnlessToldOtherwise() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport");

    azure.run(SCRIPT, "remove", "--storage-account=socexport");

    assertThat(azure.state(), hasItem(containsString("storageaccounts~socexport")));
    assertThat(azure.state(), not(hasItem("exports/byoml-export")));
  }

  @Test
  void keepsAnAccountThatItDidNotMake() throws Exception {
    azure.withResource(ACCOUNT, "westeurope\tmade-by=somebody");
    azure.run(SCRIPT, "--storage-account=socexport");

    Program.Result result =
        azure.run(SCRIPT, "remove", "--storage-account=socexport", "--with-data");

    assertThat(result.status(), is(1));
    assertThat(result.errors(), containsString("was not made by this script"));
    assertThat(azure.state(), hasItem(containsString("storageaccounts~socexport")));
  }

  @Test
  void exportsToEventHubs() throws Exception {
    azure.withResource(HUBS, "westeurope");

    Program.Result result =
        azure.run(
            SCRIPT, "--destination=" + HUBS, "--tables=SecurityEvent,SigninLogs", "--name=to-hubs");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(
        azure.changes(),
        hasItem(
            "az monitor log-analytics workspace data-export create --resource-group rg-soc"
                + " --workspace-name ws-soc --name to-hubs --tables SecurityEvent SigninLogs"
                + " --destination "
                + HUBS
                + " --enable true"));
    assertThat(
        result.output(),
        allOf(
            containsString("--input=eventhubs://soc-events/am-securityevent\n"),
            containsString("--input=eventhubs://soc-events/am-signinlogs\n")));
  }

  @Test
  void exportsAllTablesToOneHub() throws Exception {
    azure.withResource(HUBS, "westeurope");

    Program.Result result = azure.run(SCRIPT, "--destination=" + HUBS + "/eventhubs/everything");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(result.output(), containsString("--input=eventhubs://soc-events/everything\n"));
    assertThat(result.output(), containsString("Azure Event Hubs Data Receiver"));
    assertThat(result.output(), containsString("AZURE_EVENTHUBS_CONNECTION_STRING"));
  }

  @Test
  void changesTheTablesOfItsRule() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport");
    azure.forgetCalls();

    azure.run(SCRIPT, "--storage-account=socexport", "--tables=SigninLogs,SecurityEvent");

    assertThat(
        azure.changes(),
        contains(
            containsString(
                "data-export update --resource-group rg-soc --workspace-name ws-soc"
                    + " --name byoml-export --tables SigninLogs SecurityEvent")));
  }

  @Test
  void enablesARuleThatWasSwitchedOff() throws Exception {
    azure.withResource(ACCOUNT, "westeurope").withState("provider", "Registered\n");
    azure.withState("exports/byoml-export", "false\t" + ACCOUNT + "\tSecurityEvent");

    azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(azure.changes(), contains(containsString("data-export update")));
  }

  @Test
  void refusesADestinationInAnotherRegion() throws Exception {
    azure.withResource(ACCOUNT, "northeurope");

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(result.status(), is(1));
    assertThat(
        result.errors(),
        is(
            "setup-export.sh: the destination is in northeurope, the workspace in westeurope;"
                + " export needs both in one region\n"));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void refusesAnAccountThatAnotherRuleUses() throws Exception {
    azure.withResource(ACCOUNT, "westeurope").withState("provider", "Registered\n");
    azure.withState("exports/older", "true\t" + ACCOUNT + "\tHeartbeat");

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(result.status(), is(1));
    assertThat(result.errors(), containsString("the rule older exports to this storage account"));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void refusesAnEleventhEnabledRule() throws Exception {
    for (int i = 0; i < 10; i++) {
      azure.withState("exports/rule" + i, "true\t" + HUBS + "/eventhubs/hub" + i + "\tHeartbeat");
    }

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(result.status(), is(1));
    assertThat(result.errors(), containsString("has 10 enabled export rules"));
    assertThat(azure.changes(), not(hasItem(containsString("data-export"))));
  }

  @Test
  void refusesToMoveItsRuleElsewhere() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport");

    Program.Result result = azure.run(SCRIPT, "--storage-account=another");

    assertThat(result.status(), is(1));
    assertThat(result.errors(), containsString("the rule byoml-export exports to " + ACCOUNT));
  }

  @Test
  void warnsWhenTheAccountSeemsToHaveNoRole() throws Exception {
    azure.withState("roles-of-user", "Reader\n");

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(result.status(), is(0));
    assertThat(
        result.output(),
        containsString("warning:  analyst@example.com has none of the roles Owner, Contributor,"));
  }

  @Test
  void looksForRolesOnTheWorkspaceItself() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(
        azure.calls(),
        hasItem(
            containsString(
                "az role assignment list --assignee analyst@example.com --scope "
                    + WORKSPACE
                    + " --include-inherited --include-groups")));
  }

  @Test
  void saysWhatIsThere() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);

    Program.Result result = azure.run(SCRIPT, "status");

    assertThat(
        result.output().lines().toList(),
        contains(
            "rule:        byoml-export",
            "tables:      SecurityEvent",
            "destination: " + ACCOUNT,
            "enabled:     true",
            "readers:     " + READER));
  }

  @Test
  void passesTheSubscriptionToEveryCall() throws Exception {
    azure.run(SCRIPT, "--storage-account=socexport", "--subscription=other");

    List<String> without = new ArrayList<>(azure.calls());
    without.removeIf(call -> call.endsWith(" --subscription other"));
    assertThat(without, is(empty()));
  }

  @Test
  void touchesNoKeysAndShowsNoSecrets() throws Exception {
    String secret = "c2VjcmV0LWtleQ==";
    azure.with("AZURE_STORAGE_KEY", secret).with("AZURE_STORAGE_CONNECTION_STRING", secret);

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport", "--reader=" + READER);

    String seen = result.output() + result.errors() + String.join("\n", azure.calls());
    assertThat(seen, not(containsString(secret)));
    assertThat(seen, not(containsString("keys list")));
    assertThat(seen, not(containsString("connection-string")));
  }

  @Test
  void saysSoWhenNobodyIsSignedIn() throws Exception {
    azure.withState("signed-out", "");

    Program.Result result = azure.run(SCRIPT, "--storage-account=socexport");

    assertThat(result.status(), is(1));
    assertThat(
        result.errors(),
        is(
            "setup-export.sh: az account show failed: ERROR: Please run 'az login' to setup"
                + " account.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--storage-account=a|--storage-account=a is not an account name",
        "--storage-account=UPPER|--storage-account=UPPER is not an account name",
        "--destination=socexport|--destination=socexport is not a resource id",
        "--tables=|--tables= is not a list of table names",
        "--tables=A,,B|--tables=A,,B is not a list of table names",
        "--colour=red|unknown option --colour",
        "--storage-account|option --storage-account needs a value",
        "--reader-type=Robot|--reader-type=Robot is not",
      })
  void refusesWrongUsageInOneLine(String argument, String complaint) throws Exception {
    Program.Result result =
        azure.run(
            SCRIPT,
            argument.startsWith("--storage-account") || argument.startsWith("--destination")
                ? new String[] {argument}
                : new String[] {"--storage-account=socexport", argument});

    assertThat(result.status(), is(2));
    assertThat(result.errors(), containsString("setup-export.sh: " + complaint));
    assertThat(result.errors().lines().count(), is(1L));
    assertThat(azure.calls(), is(empty()));
  }

  @Test
  void refusesToStartWithoutADestination() throws Exception {
    Program.Result result = azure.run(SCRIPT, "create");

    assertThat(result.status(), is(2));
    assertThat(
        result.errors(), containsString("option --storage-account or --destination is missing"));
  }
}
