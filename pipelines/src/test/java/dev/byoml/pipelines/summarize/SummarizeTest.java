package dev.byoml.pipelines.summarize;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeTest {
  private static final String WORKSPACE =
      "am-securityevent/WorkspaceResourceId=/subscriptions/s/resourcegroups/g/providers/"
          + "microsoft.operationalinsights/workspaces/w/";
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/m='mm'/'")
          .withZone(ZoneOffset.UTC);
  private static final String FROM = "--from=2026-03-02";
  private static final String TO = "--to=2026-03-16";

  @TempDir static Path shared;
  private static Path export;
  private static Path fromEvents;

  @TempDir Path folder;

  @BeforeAll
  static void trainFromEvents() throws IOException {
    export = shared.resolve("am-securityevent");
    write(export.getParent(), Events.training());
    fromEvents = shared.resolve("model");
    run("train", "--input=" + export, FROM, TO, "--model=" + fromEvents);
  }

  @Test
  void trainsTheModelOfTheEventsFromHours() throws IOException {
    assertThat(
        run("summarize", "--input=" + export, FROM, TO, "--output=" + kept()).out(),
        containsString("windows: 336 written, 0 were there already"));

    train();

    assertThat(content(folder.resolve("model")), is(content(fromEvents)));
    assertThat(manifest(folder.resolve("model")).modelId(), is(manifest(fromEvents).modelId()));
    assertThat(manifest(folder.resolve("model")).counts(), is(manifest(fromEvents).counts()));
  }

  @Test
  void trainsTheModelOfTheEventsFromDaysAndHoursTogether() throws IOException {
    run("summarize", "--input=" + export, FROM, "--to=2026-03-05", "--output=" + kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-05",
        TO,
        "--window=1d",
        "--output=" + kept());

    train();

    assertThat(content(folder.resolve("model")), is(content(fromEvents)));
  }

  @Test
  void trainsWithoutTheLinesThatAKilledRunRejectedInTheFolder() throws IOException {
    run("summarize", "--input=" + export, FROM, TO, "--window=1d", "--output=" + kept());
    Path rejected = Files.createDirectories(folder.resolve("model/rejected"));
    Path own = rejected.resolve("rejected-00003-of-00008.ndjson");
    Path other = rejected.resolve("notes.ndjson");
    Files.writeString(own, "{}\n");
    Files.writeString(other, "{}\n");

    train();

    assertThat(Files.exists(own), is(false));
    assertThat(Files.exists(other), is(true));
  }

  @Test
  void leavesWindowsThatAreThereAsTheyAre() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-04",
        "--window=1d",
        "--output=" + kept());
    Map<String, String> before = content(kept());

    Cli again =
        run(
            "summarize",
            "--input=" + export,
            FROM,
            "--to=2026-03-05",
            "--window=1d",
            "--output=" + kept());

    assertThat(again.out(), containsString("windows: 1 written, 2 were there already"));
    Map<String, String> after = content(kept());
    before.remove("metrics.json");
    before.forEach((name, content) -> assertThat(name, after.get(name), is(content)));
  }

  @Test
  void readsAgainTheHoursWhoseBlobsHaveGrown() throws IOException {
    Path grown = folder.resolve("am-securityevent");
    write(folder, Events.training());
    run("summarize", "--input=" + grown, FROM, TO, "--output=" + kept());
    Instant late = Instant.parse("2026-03-10T09:03:00Z");
    write(folder, List.of(Events.event("SHIRE\\late", "public", late)));

    Cli refreshed =
        run("summarize", "--input=" + grown, FROM, TO, "--output=" + kept(), "--refresh=true");
    train();

    assertThat(
        refreshed.out(),
        containsString("windows: 1 written (1 of them again), 335 were there already"));
    assertThat(filesOf("20260310T090000Z-20260310T100000Z"), is(3));
    run("train", "--input=" + grown, FROM, TO, "--model=" + folder.resolve("raw"));
    assertThat(content(folder.resolve("model")), is(content(folder.resolve("raw"))));
    assertThat(
        manifest(folder.resolve("model")).modelId(), is(not(manifest(fromEvents).modelId())));
  }

  @Test
  void keepsAWindowOfWhichBlobsAreGone() throws IOException {
    Path input = folder.resolve("am-securityevent");
    write(folder, Events.training());
    run("summarize", "--input=" + input, FROM, TO, "--output=" + kept());
    Map<String, String> before = content(kept());
    Path lost = folder.resolve(WORKSPACE + "y=2026/m=03/d=10/h=09/m=00/PT05M.json");
    Files.delete(lost);
    write(
        folder,
        List.of(Events.event("SHIRE\\late", "public", Instant.parse("2026-03-10T09:33:00Z"))));

    run("summarize", "--input=" + input, FROM, TO, "--output=" + kept(), "--refresh=true");

    assertThat(content(kept()), is(before));
  }

  @Test
  void namesWindowsThatAreMissing() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-10",
        "--window=1d",
        "--output=" + kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-12",
        TO,
        "--window=1d",
        "--output=" + kept());

    Cli trained =
        Cli.run("train", "--summaries=" + kept(), FROM, TO, "--model=" + folder.resolve("model"));

    assertThat(trained.status(), is(1));
    assertThat(
        trained.err(),
        allOf(
            containsString("2 windows of summaries cannot be had"),
            containsString("[2026-03-10T00:00:00Z, 2026-03-12T00:00:00Z) missing"),
            containsString("--maxGaps=2")));
    assertThat(trained.err().lines().count(), is(1L));
  }

  @Test
  void saysInTheModelWhatWasMissing() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-12",
        "--window=1d",
        "--output=" + kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-13",
        TO,
        "--window=1d",
        "--output=" + kept());

    Cli trained =
        run(
            "train",
            "--summaries=" + kept(),
            FROM,
            TO,
            "--maxGaps=1",
            "--model=" + folder.resolve("model"));

    assertThat(
        trained.out(),
        containsString("not covered: [2026-03-12T00:00:00Z, 2026-03-13T00:00:00Z) missing"));
    assertThat(
        manifest(folder.resolve("model")).gaps(),
        is(
            List.of(
                new ModelManifest.Gap(
                    Instant.parse("2026-03-12T00:00:00Z"),
                    Instant.parse("2026-03-13T00:00:00Z"),
                    "missing"))));
    assertThat(Files.readString(fromEvents.resolve("manifest.json")), not(containsString("gaps")));
  }

  @Test
  void namesWindowsThatAreIncompleteOrOfAnotherTemplate() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-04",
        "--window=1d",
        "--output=" + kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-04",
        "--to=2026-03-05",
        "--window=1d",
        "--template=file-share-access-classic",
        "--output=" + kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-05",
        TO,
        "--window=1d",
        "--output=" + kept());
    try (Stream<Path> files = Files.list(kept())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("20260302T.*-[0-9a-f]{16}\\.avro")) {
          Files.delete(file);
        }
      }
    }

    Cli trained =
        Cli.run("train", "--summaries=" + kept(), FROM, TO, "--model=" + folder.resolve("model"));

    assertThat(trained.status(), is(1));
    assertThat(
        trained.err(),
        allOf(
            containsString("[2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z) incomplete"),
            containsString(
                "[2026-03-04T00:00:00Z, 2026-03-05T00:00:00Z) read by another template or another"
                    + " version of it (file-share-access-classic)")));
  }

  @Test
  void refusesWindowsThatOverlap() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-04",
        "--window=1d",
        "--output=" + kept());

    Cli hours =
        Cli.run("summarize", "--input=" + export, FROM, "--to=2026-03-03", "--output=" + kept());

    assertThat(hours.status(), is(2));
    assertThat(hours.err(), containsString("which others would overlap"));
  }

  @Test
  void refusesToReplaceWindowsOfAnotherTemplateUnasked() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-03",
        "--window=1d",
        "--output=" + kept());

    String[] other = {
      "summarize",
      "--input=" + export,
      FROM,
      "--to=2026-03-03",
      "--window=1d",
      "--template=file-share-access-classic",
      "--output=" + kept(),
      "--refresh=false"
    };
    Cli refused = Cli.run(other);

    assertThat(refused.status(), is(2));
    assertThat(refused.err(), containsString("of another template or another version of it"));
    other[other.length - 1] = "--refresh=true";
    assertThat(run(other).out(), containsString("1 written (1 of them again)"));
  }

  @Test
  void deletesWindowsThatAreTooOldAndNothingElse() throws IOException {
    run(
        "summarize",
        "--input=" + export,
        FROM,
        "--to=2026-03-05",
        "--window=1d",
        "--output=" + kept());
    Files.writeString(kept().resolve("notes.txt"), "keep");
    Files.writeString(kept().resolve("20260302T000000Z-20260303T000000Z.json.bak"), "keep");

    Cli cli =
        run(
            "summarize",
            "--input=" + export,
            "--from=2026-03-05",
            "--to=2026-03-06",
            "--window=1d",
            "--output=" + kept(),
            "--now=2026-03-06T00:00:00Z",
            "--keep=2d");

    assertThat(cli.out(), containsString("deleted: 2 windows that ended by 2026-03-04T00:00:00Z"));
    assertThat(filesOf("20260302"), is(1));
    assertThat(filesOf("20260303"), is(0));
    assertThat(filesOf("20260304"), is(3));
    assertThat(names(kept()), hasItem("notes.txt"));
    assertThat(names(kept()), hasItem("20260302T000000Z-20260303T000000Z.json.bak"));
  }

  @Test
  void trainsTheModelOfTheEventsFromWhatScoringKept() throws IOException {
    run("summarize", "--input=" + export, FROM, "--to=2026-03-14", "--output=" + kept());
    score("--from=2026-03-14", "--to=2026-03-15");
    score("--from=2026-03-15", TO);
    Map<String, String> before = content(kept());

    score("--from=2026-03-15", TO);
    train();

    assertThat(content(kept()), is(before));
    assertThat(content(folder.resolve("model")), is(content(fromEvents)));
  }

  @Test
  void keepsTheSameOfAWindowWhoeverAddsItUp() throws IOException {
    score("--from=2026-03-14", "--to=2026-03-15");
    Map<String, String> scored = content(kept());
    run(
        "summarize",
        "--input=" + export,
        "--from=2026-03-14",
        "--to=2026-03-15",
        "--window=1d",
        "--output=" + folder.resolve("other"));

    assertThat(content(folder.resolve("other")), is(scored));
  }

  @Test
  void keepsNothingOfARunThatFoundNothing() throws IOException {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + export,
            "--from=2026-05-01",
            "--to=2026-05-02",
            "--model=" + fromEvents,
            "--output=" + folder.resolve("results"),
            "--keepSummaries=" + kept());

    assertThat(cli.status(), is(1));
    assertThat(names(kept()).stream().filter(name -> name.endsWith(".json")).toList(), empty());
  }

  @Test
  void keepsWindowsWithEndsAlone() {
    Cli cli =
        Cli.run(
            "score",
            "--input=" + export,
            "--from=2026-03-14",
            "--model=" + fromEvents,
            "--output=" + folder.resolve("results"),
            "--keepSummaries=" + kept());

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--keepSummaries keeps a window: give --from and --to"));
  }

  private void score(String from, String to) {
    run(
        "score",
        "--input=" + export,
        from,
        to,
        "--model=" + fromEvents,
        "--output=" + folder.resolve("results"),
        "--keepSummaries=" + kept());
  }

  @Test
  void evaluatesAWindowAsFromItsEvents() throws IOException {
    Path early = folder.resolve("early");
    run("train", "--input=" + export, FROM, "--to=2026-03-03", "--model=" + early);
    run("summarize", "--input=" + export, "--from=2026-03-03", TO, "--output=" + kept());

    evaluate(early, "--input=" + export, "events");
    evaluate(early, "--summaries=" + kept(), "summaries");

    assertThat(
        content(folder.resolve("summaries-evaluation")),
        is(content(folder.resolve("events-evaluation"))));
  }

  private void evaluate(Path model, String from, String name) {
    run(
        "evaluate",
        "--model=" + model,
        from,
        "--from=2026-03-03",
        TO,
        "--output=" + folder.resolve(name + "-evaluation"));
  }

  @Test
  void asksForWholeHoursOrDays() {
    assertUsage("--from=2026-03-02T00:30:00Z", "must stand at ends of windows");
    assertUsage("--window=5m", "--window must be 1h or 1d");
    assertUsage("--keep=two weeks", "--keep must be a number of days or hours");
  }

  @Test
  void saysThatSummariesMustBeThere() {
    Cli trained = Cli.run("train", "--summaries=" + kept(), "--model=" + folder.resolve("model"));

    assertThat(trained.status(), is(2));
    assertThat(trained.err(), containsString("holds no whole window"));
    assertThat(
        Cli.run("train", "--model=" + folder.resolve("model")).err(),
        startsWith("byoml: --input or --summaries is missing"));
    assertThat(
        Cli.run("train", "--input=x", "--summaries=y", "--model=" + folder.resolve("model")).err(),
        containsString("both say what is read"));
  }

  private void assertUsage(String option, String message) {
    List<String> arguments =
        new ArrayList<>(
            List.of("summarize", "--input=" + export, TO, "--output=" + kept(), option));
    if (!option.startsWith("--from")) {
      arguments.add(FROM);
    }
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString(message));
  }

  private void train() {
    run("train", "--summaries=" + kept(), FROM, TO, "--model=" + folder.resolve("model"));
  }

  private Path kept() {
    return folder.resolve("summaries");
  }

  private int filesOf(String start) throws IOException {
    return (int) names(kept()).stream().filter(name -> name.startsWith(start)).count();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Cli run(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
    return cli;
  }

  private static ModelManifest manifest(Path model) throws IOException {
    return ModelReader.open(new LocalModelFolder(model)).manifest();
  }

  /** All files of a folder but those that tell how long a run took. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("metrics.json")) {
          content.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return content;
  }

  /** Adds rows to the blobs of an export. */
  private static void write(Path root, List<String> lines) throws IOException {
    for (String line : lines) {
      Instant time = Instant.parse(line.replaceFirst(".*\"TimeGenerated\":\"([^\"]+)\".*", "$1"));
      Instant slot =
          time.minusSeconds(Math.floorMod(time.getEpochSecond(), 300))
              .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      Path blob = root.resolve(WORKSPACE + FOLDER.format(slot) + "PT05M.json");
      Files.createDirectories(blob.getParent());
      Files.writeString(blob, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
