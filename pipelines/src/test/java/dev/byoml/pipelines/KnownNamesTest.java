package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --aliases} and {@code --computers}: which names are one, and whose accounts end in $. */
class KnownNamesTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);

  @TempDir Path folder;

  private Path plain;
  private Path mixed;

  /**
   * The same accesses twice: as they are, and with every third one in another spelling of host and
   * account.
   */
  @BeforeEach
  void writeEvents() throws IOException {
    List<String> lines = Events.training().stream().map(KnownNamesTest::withSid).toList();
    List<String> spelt = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      spelt.add(
          i % 3 == 0
              ? line.replace("FS01.shire.example", "FS01").replace("shire\\\\", "shire.example\\\\")
              : line);
    }
    plain = Events.write(folder.resolve("plain.jsonl"), lines);
    mixed = Events.write(folder.resolve("mixed.jsonl"), spelt);
  }

  private static String withSid(String line) {
    String account = line.replaceAll(".*\"Account\":\"([^\"]*)\".*", "$1").toLowerCase();
    return line.replaceFirst(
        "\\{", "{\"SubjectUserSid\":\"S-1-5-21-1-2-3-" + Math.abs(account.hashCode()) + "\",");
  }

  @Test
  void joinsWhatTheDataShowsToBeOneAndTellsItInTheManifest() throws IOException {
    Path joined = folder.resolve("joined");
    Cli cli = train(mixed, joined, "--aliases=auto");
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(
        cli.out(),
        containsString(
            "aliases: 19 names stand for others, as the manifest tells: fs01 for fs01.shire.example;"
                + " shire.example\\engineering.0 for shire\\engineering.0; "));

    Path asIs = folder.resolve("as-is");
    train(plain, asIs);
    assertThat(totals(joined), is(totals(asIs)));
    JsonNode aliases = new ObjectMapper().readTree(definition(joined)).get("aliases");
    assertThat(aliases.get("fs01").asText(), is("fs01.shire.example"));
    assertThat(aliases.size(), is(19));
    try (Stream<Path> files = Files.list(joined)) {
      assertThat(files.noneMatch(file -> file.toString().contains("spellings")), is(true));
    }
  }

  @Test
  void joinsNothingUnlessAskedTo() throws IOException {
    Path model = folder.resolve("model");
    Cli cli = train(mixed, model);
    assertThat(cli.out(), not(containsString("aliases")));
    assertThat(totals(model).get("users").asInt(), is(36));
    assertThat(definition(model), not(containsString("aliases")));
  }

  @Test
  void keepsTheModelIdWhereNothingIsJoined() throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    train(plain, one);
    Cli cli = train(plain, other, "--aliases=auto");
    assertThat(cli.out(), containsString("aliases: no two spellings are shown to be one name"));
    assertThat(manifest(other).get("modelId"), is(manifest(one).get("modelId")));
  }

  @Test
  void scoresMovedNamesByAFileOfAliases() throws IOException {
    Path model = folder.resolve("model");
    train(plain, model);
    Path moved =
        Events.write(
            folder.resolve("moved.jsonl"),
            List.of(
                Events.event("finance.0@shire.example", "finance1", MORNING)
                    .replace("FS01.shire.example", "fs01.corp.example")));
    Path aliases =
        Files.writeString(
            folder.resolve("aliases.csv"),
            "from,to\n# after the migration\n*@shire.example,SHIRE\\*\n"
                + "fs01.corp.example,fs01.shire.example\n");
    Cli cli =
        Cli.run(
            "score",
            "--input=" + moved,
            "--model=" + model,
            "--output=" + folder.resolve("results"),
            "--aliases=" + aliases);
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(cli.out(), containsString("accesses: 1 seen before"));
  }

  @Test
  void saysWhatIsWrongWithAFileOfAliases() throws IOException {
    Path aliases = Files.writeString(folder.resolve("aliases.csv"), "from,to\na,b\nb,c,d\n");
    Cli cli = train(plain, folder.resolve("model"), "--aliases=" + aliases);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("line 3 has 3 columns instead of two: from,to"));
    assertThat(Files.exists(folder.resolve("model")), is(false));

    Files.writeString(aliases, "a,b\nb,a\n");
    assertThat(
        train(plain, folder.resolve("model"), "--aliases=" + aliases).err(),
        containsString("lead in a circle"));
  }

  @Test
  void scoresAccountsWithADollarThatNoComputerIsCalledBy() throws IOException {
    List<String> lines = new ArrayList<>(Events.training());
    lines.add(Events.event("shire\\fs01$", "finance1", Events.START));
    lines.add(Events.event("shire\\gmsa-sql$", "finance1", Events.START));
    lines.add(
        Events.row(4624, "shire\\x", "c$", Events.START, "a")
            .replace("FS01.shire.example", "PC7.shire.example"));
    lines.add(Events.event("shire\\pc7$", "finance1", Events.START));
    Path input = Events.write(folder.resolve("events.jsonl"), lines);

    Cli byDefault = train(input, folder.resolve("default"));
    assertThat(byDefault.out(), containsString("machineAccount 3"));

    Cli cli = train(input, folder.resolve("auto"), "--computers=auto");
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(
        cli.out(), containsString("computers: 2 known; other accounts that end in $ are scored\n"));
    assertThat(cli.out(), containsString("machineAccount 2"));
    assertThat(totals(folder.resolve("auto")).get("users").asInt(), is(19));

    Path list = Files.writeString(folder.resolve("computers.txt"), "# all\nFS01.shire.example\n");
    cli = train(input, folder.resolve("list"), "--computers=" + list);
    assertThat(cli.out(), containsString("machineAccount 1"));
  }

  private static Cli train(Path input, Path model, String... options) {
    return Cli.run(
        Stream.concat(
                Stream.of("train", "--input=" + input, "--model=" + model, "--algorithm=als"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode manifest(Path model) throws IOException {
    return new ObjectMapper().readTree(model.resolve("manifest.json").toFile());
  }

  private static JsonNode totals(Path model) throws IOException {
    return manifest(model).get("totals");
  }

  private static String definition(Path model) throws IOException {
    JsonNode definition = manifest(model).get("template").get("definition");
    return definition.isTextual() ? definition.asText() : definition.toString();
  }
}
