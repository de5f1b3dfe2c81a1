package dev.byoml.pipelines.sentinel;

import static dev.byoml.pipelines.sentinel.StandInForAzure.WORKSPACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupContentTest {
  private static final String SCRIPT = "sentinel/setup-content.sh";

  @TempDir Path folder;
  private StandInForAzure azure;

  @BeforeEach
  void startWithSentinelAndTheTable() throws Exception {
    azure = new StandInForAzure(folder);
    azure.withResource(
        WORKSPACE + "/providers/Microsoft.SecurityInsights/onboardingStates/default", "");
    azure.withState("tables/AnomalousResourceAccessResult_CL", "CustomLog\n");
  }

  @Test
  void deploysTheAllowListThenThePackageThenTheRulesMadeOfIt() throws Exception {
    Program.Result result = azure.run(SCRIPT, "create");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(
        azure.changes(),
        contains(
            allOf(
                startsWith(
                    "az deployment group create --resource-group rg-soc --name byoml-watchlists-"),
                containsString(" --template-file " + Scripts.file("sentinel") + "/watchlists.json"),
                containsString(" --parameters workspaceName=ws-soc")),
            allOf(
                startsWith(
                    "az deployment group create --resource-group rg-soc --name byoml-package-"),
                containsString(
                    " --template-file "
                        + Scripts.file("sentinel/solution/Package")
                        + "/mainTemplate.json"),
                containsString(
                    " --parameters workspace=ws-soc workspace-location=westeurope"
                        + " createWatchlists=false")),
            allOf(
                startsWith(
                    "az deployment group create --resource-group rg-soc --name byoml-content-"),
                containsString(" --template-file " + Scripts.file("sentinel") + "/content.json"),
                containsString(
                    " --parameters workspaceName=ws-soc location=westeurope enableRules=true"))));
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    azure.run(SCRIPT);
    azure.forgetCalls();

    Program.Result second = azure.run(SCRIPT);

    assertThat(second.status(), is(0));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void wouldChangeNothingTheSecondTime() throws Exception {
    azure.run(SCRIPT);

    Program.Result dry = azure.run(SCRIPT, "--dry-run");

    assertThat(dry.output(), not(containsString("would run")));
  }

  @Test
  void installsTheSolutionAgainWhenItWasUninstalled() throws Exception {
    azure.run(SCRIPT);
    String contentPackage =
        azure.state().stream().filter(file -> file.contains("~contentpackages~")).findFirst().get();
    Files.delete(folder.resolve("state").resolve(contentPackage));
    azure.forgetCalls();

    azure.run(SCRIPT);

    assertThat(azure.changes(), contains(containsString("/mainTemplate.json")));
  }

  @Test
  void neverTouchesAnAllowListThatIsThere() throws Exception {
    azure.withResource(
        WORKSPACE + "/providers/Microsoft.SecurityInsights/watchlists/ResourceAccessAllowList", "");

    azure.run(SCRIPT);

    assertThat(
        azure.changes(),
        contains(containsString("/mainTemplate.json"), containsString("/content.json")));
  }

  @Test
  void switchesRulesOffAndOnAgain() throws Exception {
    azure.run(SCRIPT);
    azure.run(SCRIPT, "--disabled");
    azure.forgetCalls();

    azure.run(SCRIPT);

    assertThat(azure.changes(), contains(containsString("enableRules=true")));
  }

  @Test
  void deploysAgainWhenARuleWasDeleted() throws Exception {
    azure.run(SCRIPT);
    List<String> rules =
        azure.state().stream().filter(file -> file.contains("~alertrules~")).toList();
    Files.delete(folder.resolve("state").resolve(rules.get(0)));
    azure.forgetCalls();

    azure.run(SCRIPT);

    assertThat(azure.changes(), contains(containsString("/content.json")));
  }

  @Test
  void onlySaysWhatItWouldDoInADryRun() throws Exception {
    Program.Result dry = azure.run(SCRIPT, "--dry-run");
    List<String> changesOfTheDryRun = azure.changes();

    azure.run(SCRIPT);

    assertThat(changesOfTheDryRun, is(empty()));
    assertThat(
        dry.output().lines().filter(line -> line.startsWith("would run: ")).toList(),
        equalTo(azure.changes().stream().map(call -> "would run: " + call).toList()));
  }

  @Test
  void undoesWhatItDid() throws Exception {
    List<String> before = azure.state();
    azure.run(SCRIPT);
    azure.run(SCRIPT, "--disabled");

    Program.Result result = azure.run(SCRIPT, "remove", "--with-data");

    assertThat(result.errors(), result.status(), is(0));
    assertThat(azure.state(), equalTo(before));
  }

  @Test
  void keepsTheAllowListUnlessToldOtherwise() throws Exception {
    azure.run(SCRIPT);

    azure.run(SCRIPT, "remove");

    assertThat(azure.state(), hasItem(containsString("~watchlists~resourceaccessallowlist")));
    assertThat(azure.state(), not(hasItem(containsString("~alertrules~"))));
  }

  @Test
  void listsEverythingThatSomebodyCanSee() throws Exception {
    azure.run(SCRIPT);

    Program.Result result = azure.run(SCRIPT, "status");

    List<String> lines = result.output().lines().toList();
    assertThat(lines, everyItem(startsWith("present:  ")));
    assertThat(
        lines,
        hasItems(
            "present:  solution \"Anomalous Resource Access\"",
            "present:  data connector page \"Anomalous resource access (sentinel-byoml)\"",
            "present:  function AnomalousResourceAccess",
            "present:  watchlist ResourceAccessAllowList",
            "present:  hunting query \"Review of the allow-list\"",
            "present:  workbook \"Anomalous access to file shares\"",
            "present:  analytics rule \"Anomalous access to a file share\""));
  }

  @Test
  void knowsEveryResourceOfItsTemplates() {
    List<String[]> listed =
        Scripts.text("sentinel/content.tsv").lines().map(line -> line.split("\t")).toList();

    for (String name : List.of("content", "watchlists")) {
      assertThat(
          listed.stream().filter(line -> line[0].equals(name)).count(),
          is((long) Scripts.json("sentinel/" + name + ".json").get("resources").size()));
    }
    // The package makes its watchlists only on request.
    assertThat(
        listed.stream().filter(line -> line[0].equals("package")).count(),
        is(
            Scripts.elements(
                    Scripts.json("sentinel/solution/Package/mainTemplate.json").get("resources"))
                .filter(resource -> !resource.has("condition"))
                .count()));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Program.Result result = azure.run(SCRIPT, "status");

    assertThat(result.status(), is(0));
    assertThat(result.output().lines().toList(), everyItem(startsWith("missing:  ")));
  }

  @Test
  void asksForTheTableFirst() throws Exception {
    Files.delete(folder.resolve("state/tables/AnomalousResourceAccessResult_CL"));

    Program.Result result = azure.run(SCRIPT);

    assertThat(result.status(), is(1));
    assertThat(
        result.errors(),
        is(
            "setup-content.sh: the table AnomalousResourceAccessResult_CL is missing; run"
                + " scripts/azure/setup-ingestion.sh first\n"));
    assertThat(azure.changes(), is(empty()));
  }

  @Test
  void asksForSentinelFirst(@TempDir Path elsewhere) throws Exception {
    StandInForAzure bare = new StandInForAzure(elsewhere);

    Program.Result result = bare.run(SCRIPT);

    assertThat(result.status(), is(1));
    assertThat(result.errors(), containsString("Microsoft Sentinel is not enabled"));
    assertThat(bare.changes(), is(empty()));
  }
}
