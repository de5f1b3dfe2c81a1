package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units for systemd that score every hour and train every night. */
class SystemdUnitsTest {
  private static final String CHECKOUT = "/opt/sentinel-byoml";
  private static final Pattern CALENDAR = Pattern.compile("(?m)^OnCalendar=(.+)$");

  /** In the order of a night. */
  private static final List<String> UNITS =
      List.of("byoml-summarize", "byoml-train", "byoml-score");

  @TempDir Path folder;

  @Test
  void trainsEveryNightAndScoresEveryHour() throws IOException {
    List<String> calendars = new ArrayList<>();
    for (String unit : UNITS) {
      Matcher calendar = CALENDAR.matcher(read(unit + ".timer"));
      assertThat(unit, calendar.find());
      calendars.add(calendar.group(1));
    }
    assertThat(
        calendars, is(List.of("*-*-* 02:50:00 UTC", "*-*-* 03:40:00 UTC", "*-*-* *:20:00 UTC")));
  }

  @Test
  void doesWhatTheTableForCronDoes() throws IOException {
    List<String> ofCron =
        List.of(
            Files.readString(checkout().resolve("scripts/cron.example"))
                .replace("$BYOML_INPUT", "azfs://socexport/am-securityevent")
                .replace("$BYOML_DATA", "azfs://socexport/byoml")
                .replace("\"", "")
                .split("\\s+"));
    for (String unit : UNITS) {
      assertThat(unit, words(unit).subList(1, words(unit).size()), everyItem(in(ofCron)));
    }
  }

  @Test
  void summarizesTrainsAndScoresWithItsOptions() throws Exception {
    Path input = folder.resolve("input");
    Events.write(input.resolve("events.jsonl"), Events.training());
    for (String unit : UNITS) {
      List<String> words = words(unit);
      assertThat(words.get(0), is(CHECKOUT + "/scripts/byoml"));
      Cli cli =
          Cli.run(
              words.stream()
                  .skip(1)
                  .map(word -> word.replace("azfs://socexport/am-securityevent", input.toString()))
                  .map(word -> word.replace("azfs://socexport/byoml", folder.toString()))
                  .map(word -> word.replace("--keep=60d", "--keep=9999d"))
                  .map(word -> word.replace("now-21d/d", "2026-03-01"))
                  .map(word -> word.replace("now/d", "2026-03-10"))
                  .map(word -> word.replace("now-2h/h", "2026-03-10"))
                  .map(word -> word.replace("now-1h/h", "2026-03-11"))
                  .toArray(String[]::new));
      assertThat(words + "\n" + cli.err(), cli.status(), is(0));
    }
  }

  @Test
  void areUnitsThatSystemdUnderstands() throws Exception {
    assumeTrue(Program.exists("systemd-analyze"), "systemd is not installed");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    for (String unit : UNITS) {
      for (String file : List.of(unit + ".service", unit + ".timer")) {
        Path copy = folder.resolve(file);
        // The programs must be there.
        Files.writeString(copy, read(file).replace(CHECKOUT, checkout().toString()));
        command.add(copy.toString());
      }
    }
    Program.Result result = Program.run(folder, Map.of(), command);
    assertThat(result.output() + result.errors(), result.status(), is(0));
  }

  /** The words of what a service runs; none of them is quoted. */
  private static List<String> words(String unit) throws IOException {
    String joined = read(unit + ".service").replace("\\\n", " ");
    return joined
        .lines()
        .filter(line -> line.startsWith("ExecStart="))
        .map(line -> List.of(line.substring("ExecStart=".length()).split("\\s+")))
        .collect(Collectors.toList())
        .get(0);
  }

  private static String read(String file) throws IOException {
    return Files.readString(checkout().resolve("scripts/systemd").resolve(file));
  }

  private static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("scripts")) ? here : here.getParent();
  }
}
