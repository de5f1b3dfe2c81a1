package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the example, run by a shell as cron runs them. */
class CronExampleTest {
  private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(\\S+)");
  private static final Pattern ENTRY = Pattern.compile("((?:[\\d*/,-]+ ){5}) *(.+)");

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> commands;
  private List<String> schedules;

  @BeforeEach
  void read() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path checkout = Files.isDirectory(here.resolve("scripts")) ? here : here.getParent();
    List<String> lines = Files.readAllLines(checkout.resolve("scripts/cron.example"));
    for (String line : lines) {
      Matcher variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        environment.put(variable.group(1), variable.group(2));
      }
    }
    List<Matcher> entries = lines.stream().map(ENTRY::matcher).filter(Matcher::matches).toList();
    schedules = entries.stream().map(entry -> entry.group(1).strip()).toList();
    commands = entries.stream().map(entry -> entry.group(2)).toList();
    environment.put("BYOML_HOME", folder.toString());
    environment.put("BYOML_LOG", folder.toString());
    environment.put("BYOML_ENVIRONMENT", folder.resolve("environment").toString());
    Files.writeString(folder.resolve("environment"), "export AZURE_CLIENT_ID=reader\n");
  }

  @Test
  void trainsEveryNightAndScoresEveryHour() {
    assertThat(schedules, is(List.of("50 2 * * *", "40 3 * * *", "20 * * * *")));
    assertThat(commands, hasSize(3));
  }

  @Test
  void hasNoPercentSignWhichCronTakesForALineEnd() {
    commands.forEach(command -> assertThat(command, not(containsString("%"))));
  }

  @Test
  void trainsAndScoresWithItsOptions() throws Exception {
    Path input = folder.resolve("input");
    Events.write(input.resolve("events.jsonl"), Events.training());
    for (String command : commands) {
      List<String> words = wordsThatReachByoml(command);
      Cli cli =
          Cli.run(
              words.stream()
                  .map(word -> word.replace("azfs://socexport/am-securityevent", input.toString()))
                  .map(word -> word.replace("azfs://socexport/byoml", folder.toString()))
                  .map(word -> word.replace("--keep=60d", "--keep=9999d"))
                  .map(
                      word ->
                          word.replace("now-21d/d", "2026-03-01").replace("now/d", "2026-03-10"))
                  .map(
                      word ->
                          word.replace("now-2h/h", "2026-03-10").replace("now-1h/h", "2026-03-11"))
                  .toArray(String[]::new));
      assertThat(words + "\n" + cli.err(), cli.status(), is(0));
    }
    assertThat(Files.exists(folder.resolve("models/20260310T000000Z/manifest.json")), is(true));
    assertThat(
        Files.exists(folder.resolve("results/20260310T000000Z-20260311T000000Z/metrics.json")),
        is(true));
  }

  @Test
  void signsInLogsAndSaysThatARunFailed() throws Exception {
    stubByoml("echo \"as $AZURE_CLIENT_ID\"; exit 1");
    Program.Result result = asCron(commands.get(2));
    assertThat(result.output(), containsString("byoml score ended with status 1"));
    assertThat(Files.readString(folder.resolve("score.log")), is("as reader\n"));
  }

  @Test
  void leavesARunAloneThatIsStillAtWork() throws Exception {
    stubByoml("echo ran");
    Process other =
        new ProcessBuilder("flock", folder.resolve("score.lock").toString(), "cat").start();
    try {
      while (asCron("flock -n " + folder.resolve("score.lock") + " true").status() == 0) {
        Thread.onSpinWait();
      }
      assertThat(asCron(commands.get(2)).output(), containsString("ended with status 75"));
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    assertThat(asCron(commands.get(2)).output(), is(""));
    assertThat(Files.readString(folder.resolve("score.log")), is("ran\n"));
  }

  private List<String> wordsThatReachByoml(String command) throws Exception {
    Path words = folder.resolve("words");
    stubByoml("printf '%s\\n' \"$@\" >'" + words + "'");
    Program.Result result = asCron(command);
    assertThat(result.output() + result.errors(), result.status(), is(0));
    assertThat(command, allOf(containsString("flock"), containsString(".log")));
    return Files.readAllLines(words);
  }

  private void stubByoml(String body) throws IOException {
    Path script = Files.createDirectories(folder.resolve("scripts")).resolve("byoml");
    Files.writeString(script, "#!/usr/bin/env bash\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private Program.Result asCron(String command) throws Exception {
    assumeTrue(Program.exists("flock"), "flock is not installed");
    return Program.run(folder, environment, List.of("/bin/bash", "-c", command));
  }
}
