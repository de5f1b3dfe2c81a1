package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type runs on the shells that they have: bash 3.2, zsh, PowerShell. */
class LaunchersTest {
  private static final Path TOP = Scripts.folder().getParent();
  private static final Path POWERSHELL = TOP.resolve("pipelines/src/test/powershell");

  /** What bash 3.2, the last one that macOS ships, does not know. */
  private static final Map<String, Pattern> NOT_IN_BASH_3_2 =
      Map.of(
          "mapfile and readarray", Pattern.compile("\\b(mapfile|readarray)\\b"),
          "associative arrays", Pattern.compile("\\b(declare|local|typeset) -[a-zA-Z]*A"),
          "references", Pattern.compile("\\b(declare|local|typeset) -[a-zA-Z]*n"),
          "changes of case", Pattern.compile("\\$\\{\\w+(\\^|,)"),
          "coprocesses, wait -n", Pattern.compile("\\b(coproc|wait -n)\\b"),
          "shorthand pipes", Pattern.compile("\\|&|&>>"),
          "the last element of an array", Pattern.compile("\\$\\{\\w+\\[-1]"),
          "tests for variables", Pattern.compile("\\[\\[? -v "),
          "an array that may be empty",
              Pattern.compile("(?<!\\+)\"\\$\\{(engine_options|as_root)\\[@]}"));

  /** An unquoted sign that zsh takes for a pattern, or splits otherwise than bash. */
  private static final Pattern UNQUOTED = Pattern.compile("[*?\\[$]");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  @TempDir Path folder;

  @Test
  void needNothingThatBash32DoesNotHave() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path script : shellScripts()) {
      List<String> lines = Files.readAllLines(script);
      for (int number = 0; number < lines.size(); number++) {
        String line = lines.get(number).replaceFirst("(^|\\s)#.*", "");
        int at = number + 1;
        NOT_IN_BASH_3_2.forEach(
            (name, pattern) -> {
              if (pattern.matcher(line).find()) {
                found.add("%s:%d: %s".formatted(TOP.relativize(script), at, name));
              }
            });
      }
    }
    assertThat(found, is(empty()));
  }

  @Test
  void areDocumentedByCommandsThatZshTakesAsBashDoes() throws IOException {
    List<String> found = new ArrayList<>();
    int commands = 0;
    for (Path page : pages()) {
      for (String line : Files.readAllLines(page)) {
        String command = line.strip();
        if (command.startsWith("scripts/") && !command.contains("|")) {
          commands++;
          String unquoted = QUOTED.matcher(command.replaceFirst("\\s#.*", "")).replaceAll("");
          if (UNQUOTED.matcher(unquoted).find()) {
            found.add(TOP.relativize(page) + ": " + command);
          }
        }
      }
    }
    assertThat(commands, greaterThan(20));
    assertThat(found, is(empty()));
  }

  @Test
  void areUnderstoodByAGrammarOfPowerShell() throws Exception {
    assumeTrue(
        Program.exists("node") && Files.isDirectory(POWERSHELL.resolve("node_modules")),
        "node or its modules are not installed: npm ci in " + POWERSHELL);
    Program.Result launcher = parse(TOP.resolve("scripts/byoml.ps1"));
    assertThat(launcher.errors(), launcher.status(), is(0));
    assertThat(launcher.output(), containsString("mvn"));

    Path broken = Files.writeString(folder.resolve("broken.ps1"), "if ($true) {\n");
    assertThat(parse(broken).status(), is(1));
  }

  @Test
  void knowTheSameRunnersAndOptionsOfSparkOnWindows() throws IOException {
    String windows = Files.readString(TOP.resolve("scripts/byoml.ps1"));
    Matcher opens =
        Pattern.compile("for package in ([^;]+); do")
            .matcher(Files.readString(TOP.resolve("scripts/lib/bundle.sh")));
    assertThat(opens.find(), is(true));
    for (String name : opens.group(1).replace("\\", " ").strip().split("\\s+")) {
      assertThat(windows, containsString("'" + name + "'"));
    }
    for (String runner : List.of("DirectRunner", "SparkRunner", "FlinkRunner")) {
      assertThat(windows, containsString("'" + runner + "'"));
    }
  }

  @Test
  void tellJavaOnWindowsToCompileInTheSameWay() throws IOException {
    String windows = Files.readString(TOP.resolve("scripts/byoml.ps1"));
    Matcher options =
        Pattern.compile("-XX:(Tier4|Metaspace|MaxInline|Inline)\\w+=\\w+")
            .matcher(Files.readString(TOP.resolve("scripts/lib/bundle.sh")));
    List<String> found = options.results().map(MatchResult::group).toList();
    assertThat(found, hasSize(7));
    for (String option : found) {
      assertThat(windows, containsString("'" + option + "'"));
    }
  }

  @Test
  void passOnEverythingFromTheOldShellOfWindows() throws IOException {
    assertThat(
        Files.readString(TOP.resolve("scripts/byoml.cmd")),
        containsString("-File \"%~dp0byoml.ps1\" %*\r\nexit /b %ERRORLEVEL%"));
  }

  private static Program.Result parse(Path script) throws Exception {
    return Program.run(
        POWERSHELL, Map.of(), List.of("node", "parse.js", script.toAbsolutePath().toString()));
  }

  private static List<Path> shellScripts() throws IOException {
    List<Path> scripts = new ArrayList<>();
    scripts.add(TOP.resolve("scripts/byoml"));
    try (Stream<Path> files = Files.walk(TOP.resolve("scripts"))) {
      files
          .filter(file -> file.toString().endsWith(".sh"))
          .filter(file -> !file.toString().contains("node_modules"))
          .sorted()
          .forEach(scripts::add);
    }
    return scripts;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String part :
        List.of("model/docs", "transforms/docs", "pipelines/docs", "scripts", "sample-data")) {
      try (Stream<Path> files = Files.walk(TOP.resolve(part))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("node_modules"))
            .forEach(pages::add);
      }
    }
    pages.add(TOP.resolve("README.md"));
    return pages;
  }
}
