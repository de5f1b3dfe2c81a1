package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.transforms.feedback.VerdictFile;
import dev.byoml.transforms.score.AllowList;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the report gives an analyst to take along: queries, lines for the next run, a file. */
class ReportNextStepsIT {
  @TempDir Path folder;
  private static DemoReport demo;
  private static List<Anomaly> anomalies;
  private static Chromium chromium;

  @BeforeAll
  static void runTheDemo() throws IOException {
    assumeTrue(Chromium.isInstalled(), "chromium or chromedriver is not installed");
    demo = DemoReport.shared();
    anomalies = demo.anomalies();
    chromium = Chromium.start();
    chromium.allowTheClipboard();
    chromium.resize(1440, 900);
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openTheFirstAnomaly() {
    chromium.open(demo.page(), "#record=" + anomalies.get(0).recordId());
  }

  @Test
  void givesTheFirstStepsOfTheAnalyticsRule() {
    Anomaly first = anomalies.get(0);

    assertThat(
        chromium.first(".steps").getText(),
        allOf(
            containsString("Ask who else uses it"),
            containsString("Look at what else happened on " + host(first)),
            containsString("signs in from " + first.ipAddress() + " otherwise"),
            containsString("ResourceAccessAllowList")));
  }

  @Test
  void givesTheFirstStepsOfTheRuleOnSweeps() {
    Anomaly swept =
        anomalies.stream()
            .filter(anomaly -> anomaly.actor().equals("contoso\\julia.sato"))
            .findFirst()
            .orElseThrow();

    chromium.open(demo.page(), "#record=" + swept.recordId());

    assertThat(
        chromium.first(".steps").getText(),
        allOf(
            containsString("part of a sweep"),
            containsString("services, tasks or processes started on the hosts"),
            containsString("isolate the source")));
  }

  @Test
  void copiesAQueryForTheRawEvents() {
    Anomaly first = anomalies.get(0);

    String query = chromium.copiedBy(chromium.first(".next-steps .raw-events"));

    assertThat(
        query,
        allOf(
            containsString("SecurityEvent\n"),
            containsString("EventID == 5140"),
            containsString("Account =~ @'" + first.actor() + "'"),
            containsString("Computer =~ @'" + host(first) + "'"),
            containsString("TimeGenerated between (datetime(2026-03-")));
    assertThat(chromium.first("#announcement").getDomProperty("textContent"), startsWith("Copied"));
  }

  @Test
  void copiesAQueryForTheSignInsAroundIt() {
    Anomaly first = anomalies.get(0);

    assertThat(
        chromium.copiedBy(chromium.first(".next-steps .sign-ins")),
        allOf(
            containsString("EventID in (4624, 4625, 4648)"),
            containsString("TargetUserName =~ @'" + first.actorName() + "'"),
            containsString("TargetUserSid =~ @'" + first.actorSid() + "'"),
            containsString("SigninLogs"),
            containsString("has @'" + first.ipAddress() + "'")));
  }

  @Test
  void copiesAQueryForTheHostAroundIt() {
    assertThat(
        chromium.copiedBy(chromium.first(".next-steps .host-events")),
        containsString("Computer in~ (@'" + host(anomalies.get(0)) + "')"));
  }

  @Test
  void showsWhatItCopies() {
    chromium.first(".next-steps .copyable summary").click();

    assertThat(
        chromium.first(".next-steps pre").getText(),
        is(chromium.copiedBy(chromium.first(".next-steps .raw-events"))));
  }

  @Test
  void copiesALineThatTheAllowListTakes() {
    Anomaly first = anomalies.get(0);
    chromium.first(".by").sendKeys("dana@contoso.example");
    chromium.first(".because").sendKeys("moves to \"R&D\", ticket 12");

    String line = chromium.copiedBy(chromium.first(".allow-list-line"));

    AllowList list = AllowList.parse(line);
    AccessKey access = new AccessKey(first.tenant(), first.actor(), first.resource());
    assertThat(list.allowedBy(access, first.lastAccess()), is(Optional.of("dana@contoso.example")));
    assertThat(line, containsString(",2026-06-30,\"moves to \"\"R&D\"\", ticket 12\","));
  }

  @Test
  void copiesALineThatTheNextTrainingTakes() {
    Anomaly first = anomalies.get(0);
    chromium.first("select.verdict").sendKeys("malicious");
    chromium.first(".by").sendKeys("dana@contoso.example");

    String line = chromium.copiedBy(chromium.first(".verdict-line"));

    Verdicts verdicts = VerdictFile.parse("tenant,actor,resource,verdict,by,at\n" + line);
    assertThat(
        verdicts.on(new AccessKey(first.tenant(), first.actor(), first.resource())),
        is(Optional.of(Verdict.MALICIOUS)));
    assertThat(verdicts.inForce().get(0).by(), is("dana@contoso.example"));
  }

  @Test
  void remembersTheNameForTheNextAnomaly() {
    chromium.first(".by").sendKeys("dana");
    chromium.press(Keys.ESCAPE);
    chromium.press(Keys.ARROW_DOWN);
    chromium.press(Keys.ENTER);

    assertThat(chromium.first(".by").getDomProperty("value"), is("dana"));
  }

  @Test
  void copiesByTheKeyboard() {
    chromium.tabTo(".raw-events");
    chromium.press(Keys.ENTER);

    assertThat(
        chromium.copied(chromium.first(".next-steps .raw-events")), startsWith("// Events behind"));
    assertThat(
        chromium.evaluate("return document.activeElement.className"), is("copy raw-events copied"));
  }

  @Test
  void givesQueriesForAllOfAnActorToo() {
    chromium.open(demo.page(), "#view=actor&actor=contoso%5Cjulia.sato");

    assertThat(
        chromium.copiedBy(chromium.first(".actor-story > .copyables .raw-events")),
        allOf(containsString("julia.sato"), not(containsString("ShareName endswith"))));
    assertThat(
        chromium.copiedBy(chromium.first(".actor-story > .copyables .host-events")),
        containsString("Computer in~ (@'"));
  }

  @Test
  void downloadsWhatIsFilteredAsCsv() throws IOException {
    Anomaly first = anomalies.get(0);
    chromium.first("#actor").sendKeys(first.actor());

    String csv = chromium.downloadedBy(chromium.first("#csv"), folder);

    assertThat(csv, startsWith("\ufeffRecordId,Severity,PredictedScore,"));
    List<CSVRecord> rows =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(csv.substring(1)))
            .getRecords();
    List<Anomaly> own =
        anomalies.stream().filter(anomaly -> anomaly.actor().equals(first.actor())).toList();
    assertThat(rows, hasSize(own.size()));
    assertThat(
        rows.stream().map(row -> row.get("RecordId")).toList(),
        is(own.stream().map(Anomaly::recordId).toList()));
    assertThat(rows.get(0).get("Resource"), is(own.get(0).resource()));
    assertThat(rows.get(0).get("LastAccess"), endsWith("Z"));
  }

  @Test
  void downloadsByTheKeyboard() throws IOException {
    chromium.tabTo("#csv");

    String csv = chromium.downloadedBy(() -> chromium.press(Keys.ENTER), folder);

    assertThat(csv.lines().toList(), hasSize(anomalies.size() + 1));
  }

  @Test
  void writesNoFormulaIntoASpreadsheet() {
    for (String name : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")) {
      assertThat(
          chromium.evaluate("return spreadsheetCell(arguments[0])", name), is("\"'" + name + "\""));
    }
    assertThat(chromium.evaluate("return spreadsheetCell(-0.5)"), is("-0.5"));
  }

  @Test
  void keepsANameWithinItsStringOfKql() {
    assertThat(chromium.evaluate("return kqlText(arguments[0])", "o'neil\\x"), is("@'o''neil\\x'"));
    assertThat(
        chromium.evaluate("return kqlText(arguments[0])", "a\n'| take 1\u202e\\"),
        is("'a\\u000a\\'| take 1\\u202e\\\\'"));
    assertThat(
        chromium.evaluate("return kqlComment(arguments[0])", "a\n| take 1\u2028b"),
        is("// a | take 1 b"));
  }

  @Test
  void quotesANameThatWouldBeTwoCellsOrAComment() {
    for (String name : List.of("a,b", "#a", " a", "a ", "a\"b", "a\nb")) {
      assertThat(
          VerdictFile.parse(
                  "tenant,actor,resource,verdict,by,at\n"
                      + chromium.evaluate(
                          "return verdictLine({ tenant: arguments[0], actor: arguments[0],"
                              + " resource: arguments[0] }, 'benign', arguments[0], '2026-03-31')",
                          name))
              .inForce()
              .get(0)
              .access(),
          is(new AccessKey(name, name, name)));
    }
  }

  private static String host(Anomaly anomaly) {
    return anomaly.resource().split("\\\\")[2];
  }
}
