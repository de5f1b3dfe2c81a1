package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that found nothing says whether there was anything to find. */
class TrustedRunsTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);
  private static final String ODD = Events.event(Events.person("finance", 0), "hr1", MORNING);

  @TempDir static Path shared;
  private static Path training;
  private static Path model;
  private static Path modelOfCounts;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws IOException {
    Trained trained =
        Trained.in(
            shared, "--from=" + Events.START, "--to=" + Events.SCORED_DAY, "--algorithm=als");
    training = trained.events();
    model = trained.model();
    Path counts =
        Events.write(
            shared.resolve("counts.tsv"),
            List.of(
                "2026-03-02\tana\tshare1\tx\t3",
                "2026-03-02\tbob\tshare1\tx\t2",
                "2026-03-03\tbob\tshare2\tx\t1"));
    modelOfCounts = shared.resolve("model-of-counts");
    assertDone(
        Cli.run(
            "train",
            "--input=" + counts,
            "--model=" + modelOfCounts,
            "--template=daily-counts",
            "--algorithm=als"));
  }

  @Test
  void failsWhenNothingLiesInTheTimeRangeAndSaysWhatTimesThereAre() throws IOException {
    Cli cli = score(List.of(ODD), "--from=2026-05-01", "--to=2026-05-02");
    assertFailed(
        cli,
        "nothing was read in [2026-05-01T00:00:00Z, 2026-05-02T00:00:00Z)",
        "rows from " + MORNING + " to " + MORNING,
        "template file-share-access fits it",
        "--allowEmpty");
  }

  @Test
  void doesNotSuggestTheClassicTemplateThoughItLeavesOutNothing() throws IOException {
    Cli cli =
        score(
            List.of(ODD, Events.event(Events.person("finance", 0), "IPC$", MORNING)),
            "--from=2026-05-01",
            "--to=2026-05-02");
    assertFailed(cli, "template file-share-access fits it");
  }

  @Test
  void failsWhenNoFileOfAnExportLiesInTheTimeRange() throws IOException {
    Path export = folder.resolve("export/am-securityevent");
    Events.write(
        export.resolve(
            "WorkspaceResourceId=/subscriptions/s/resourcegroups/r/providers/"
                + "microsoft.operationalinsights/workspaces/w/y=2026/m=03/d=16/h=09/m=00/PT05M.json"),
        List.of(ODD));
    Cli cli =
        Cli.run(
            "score",
            "--input=" + export,
            "--from=2026-05-01",
            "--to=2026-05-02",
            "--model=" + model,
            "--output=" + folder.resolve("results"));
    assertFailed(cli, "nothing was read in", "rows from " + MORNING, "SecurityEvent", "5140");
  }

  @Test
  void failsWhenMostRowsAreRejected() throws IOException {
    Cli cli = score(List.of(ODD, "{ no", "{ row"));
    assertFailed(
        cli,
        "2 of the 3 rows that were read (67 %) were rejected",
        "--maxRejected=50",
        "InvalidJson 2",
        folder.resolve("results/rejected").toString());
  }

  @Test
  void toleratesAsManyRejectedRowsAsAllowed() throws IOException {
    assertDone(score(List.of(ODD, "{ no", "{ row"), "--maxRejected=70"));
    assertThat(score(List.of(ODD, "{ no"), "--maxRejected=49").status(), is(1));
    assertThat(score(List.of(ODD), "--maxRejected=101").status(), is(2));
  }

  @Test
  void failsWhenEveryRowIsOfAnotherTable() throws IOException {
    Cli cli =
        score(
            List.of(
                "{\"Type\":\"SigninLogs\",\"TimeGenerated\":\"%s\",\"UserPrincipalName\":\"ana@x\"}"
                    .formatted(MORNING)));
    assertFailed(
        cli,
        "none of the 1 rows that were read is of the table and shape of template file-share-access",
        "otherTable 1",
        "SigninLogs");
  }

  @Test
  void failsWhenAModelOfDailyCountsScoresEvents() throws IOException {
    Path events = Events.write(folder.resolve("events.jsonl"), List.of(ODD));
    Cli cli =
        Cli.run(
            "score",
            "--input=" + events,
            "--model=" + modelOfCounts,
            "--output=" + folder.resolve("results"));
    assertFailed(cli, "template daily-counts", "template file-share-access fits it");
  }

  @Test
  void onlyWarnsOfAnEmptyRunWhereThatIsAllowed() throws IOException {
    Cli cli = score(List.of(ODD), "--from=2026-05-01", "--to=2026-05-02", "--allowEmpty");
    assertWarned(cli, "nothing was read in");
    assertThat(Files.exists(folder.resolve("results/run.json")), is(true));
  }

  @Test
  void warnsOfAQuietHourOfOtherEventsOnly() throws IOException {
    Cli cli = score(List.of(Events.row(4624, "shire\\x", "c$", MORNING, "a")));
    assertWarned(
        cli, "none of the 1 rows that were read is an access (otherEvent 1)", "events 4624 (1)");
  }

  @Test
  void warnsOfAWindowWithinTheTraining() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + training,
            "--from=2026-03-10",
            "--to=2026-03-11",
            "--model=" + model,
            "--output=" + folder.resolve("results"));
    assertWarned(
        cli,
        "the window [2026-03-10T00:00:00Z, 2026-03-11T00:00:00Z) overlaps what the model was trained"
            + " on");
  }

  @Test
  void warnsOfAnOldModelByTheEndOfTheWindow() throws IOException {
    Instant late = MORNING.plusSeconds(86_400L * 50);
    List<String> lines = List.of(Events.event(Events.person("finance", 0), "hr1", late));
    assertWarned(
        score(lines, "--from=2026-05-05", "--to=2026-05-06"),
        "51 days before the end of the window, more than --maxModelAge=45d");
    Cli allowed = score(lines, "--from=2026-05-05", "--to=2026-05-06", "--maxModelAge=60d");
    assertDone(allowed);
    assertThat(allowed.err(), is(""));
    assertThat(score(lines, "--maxModelAge=soon").status(), is(2));
  }

  @Test
  void warnsOfATenantThatTheModelDoesNotKnow() throws IOException {
    assertWarned(
        score(
            List.of(ODD, ODD.replace("\"t1\"", "\"t9\"").replace("_ItemId\":\"", "_ItemId\":\"9"))),
        "the model knows nothing of a tenant: t9");
  }

  @ParameterizedTest
  @CsvSource({
    // The agent writes short names, a migration gives another domain, and new servers a suffix.
    "FS01.shire, FS01, \\\\fs01.example\\finance0 was",
    "FS01.shire.example, FS01.corp.shire.example, \\\\fs01.corp.shire.example\\finance0 was",
    "FS01.shire, FS01-new.shire, \\\\fs01-new.shire.example\\finance0 was",
  })
  void warnsWhenServersHaveMoved(String from, String to, String example) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int share = 0; share < 3; share++) {
      lines.add(
          Events.event(Events.person("finance", share), "finance" + share, MORNING)
              .replace(from, to));
    }
    Cli cli = score(lines);
    assertWarned(
        cli,
        "3 of the 3 unknown resources match known ones but for domain, case or a suffix (",
        example + " \\\\fs01.shire.example\\finance0; ",
        "--aliases=FILE joins them");
  }

  @Test
  void warnsWhenAccountsHaveMoved() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int person = 0; person < 2; person++) {
      lines.add(Events.event("finance.%d@shire.example".formatted(person), "finance0", MORNING));
    }
    assertWarned(
        score(lines),
        "2 of the 2 unknown users match known ones but for domain, case or a suffix"
            + " (finance.0@shire.example was shire\\finance.0; finance.1@shire.example was"
            + " shire\\finance.1)");
  }

  @Test
  void warnsWhenMostUsersOrResourcesAreUnknown() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int person = 0; person < 3; person++) {
      lines.add(
          Events.event(Events.person("finance", person), "finance1", MORNING)
              .replace("FS01.shire", "FS" + person + "-new.shire"));
    }
    Cli cli = score(lines);
    assertWarned(cli, "the model does not know 3 of the 3 resources of the window");
    assertThat(cli.err(), not(containsString("users of the window")));
    assertWarned(
        score(lines.stream().map(line -> line.replace("shire\\\\", "other\\\\")).toList()),
        "the model does not know 3 of the 3 users of the window");
  }

  @Test
  void warnsOfNothingWhenAllIsWell() throws IOException {
    Cli cli = score(List.of(ODD));
    assertDone(cli);
    assertThat(cli.err(), is(""));
    assertThat(metrics().has("warnings"), is(false));
  }

  private void assertFailed(Cli cli, String... parts) throws IOException {
    assertThat(cli.out(), cli.status(), is(1));
    for (String part : parts) {
      assertThat(cli.err(), containsString(part));
    }
    assertThat(cli.err().lines().count(), is(1L));
    try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
      assertThat(
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.resolve("results").relativize(file).toString())
              .filter(file -> !file.startsWith("rejected"))
              .toList(),
          empty());
    }
  }

  private void assertWarned(Cli cli, String... parts) {
    assertDone(cli);
    assertThat(cli.err(), startsWith("byoml: warning: "));
    for (String part : parts) {
      assertThat(cli.err(), containsString(part));
    }
    List<String> told = new ArrayList<>();
    metrics().get("warnings").forEach(warning -> told.add("byoml: warning: " + warning.asText()));
    assertThat(told, is(cli.err().lines().toList()));
  }

  private static void assertDone(Cli cli) {
    assertThat(cli.err(), cli.status(), is(0));
  }

  private Cli score(List<String> lines, String... options) throws IOException {
    Path events = Events.write(folder.resolve("events.jsonl"), lines);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + events,
                "--model=" + model,
                "--output=" + folder.resolve("results")));
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private JsonNode metrics() {
    try {
      return new ObjectMapper().readTree(folder.resolve("results/metrics.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
