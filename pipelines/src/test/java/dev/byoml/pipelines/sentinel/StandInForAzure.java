package dev.byoml.pipelines.sentinel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A stand-in for Azure and its command line: remembers what scripts create, and every call they
 * make.
 */
final class StandInForAzure {
  static final String SUBSCRIPTION = "/subscriptions/11111111-2222-4333-8444-555555555555";
  static final String GROUP = SUBSCRIPTION + "/resourceGroups/rg-soc";
  static final String WORKSPACE =
      GROUP + "/providers/Microsoft.OperationalInsights/workspaces/ws-soc";

  private static final List<String> CHANGING_VERBS =
      List.of("create", "update", "delete", "register");

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** Nothing but the workspace is there. */
  StandInForAzure(Path folder) throws IOException {
    assumeTrue(Program.exists("bash"), "bash is not installed");
    this.folder = folder;
    Path commandLine = Path.of("src/test/resources/dev/byoml/pipelines/sentinel/fake-azure-cli");
    Path absolute = Scripts.folder().getParent().resolve("pipelines").resolve(commandLine);
    environment.put("FAKE_AZURE", folder.toString());
    environment.put("PATH", absolute + File.pathSeparator + System.getenv("PATH"));
    for (String kind : List.of("resources", "tables", "exports", "roles", "deployments")) {
      Files.createDirectories(folder.resolve("state").resolve(kind));
    }
  }

  /** Sets a variable of the scripts' environment. */
  StandInForAzure with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A resource that is there already. */
  StandInForAzure withResource(String id, String location) throws IOException {
    return withState("resources/" + id.toLowerCase(Locale.ROOT).replace('/', '~'), location);
  }

  /** A piece of the stand-in's state. */
  StandInForAzure withState(String file, String content) throws IOException {
    Files.writeString(folder.resolve("state").resolve(file), content);
    return this;
  }

  /** Runs a script, given by its path under {@code scripts/}, on the workspace. */
  Program.Result run(String script, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("bash", Scripts.file(script).toString()));
    if (arguments.length > 0 && !arguments[0].startsWith("-")) {
      words.add(arguments[0]);
      arguments = List.of(arguments).subList(1, arguments.length).toArray(String[]::new);
    }
    words.addAll(List.of("--resource-group=rg-soc", "--workspace=ws-soc"));
    words.addAll(List.of(arguments));
    return Program.run(Scripts.folder(), environment, words);
  }

  /** Runs a script with just these arguments. */
  Program.Result runPlainly(String script, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("bash", Scripts.file(script).toString()));
    words.addAll(List.of(arguments));
    return Program.run(Scripts.folder(), environment, words);
  }

  /** Every call so far, without the options that all of them have. */
  List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    if (!Files.exists(calls)) {
      return List.of();
    }
    return Files.readAllLines(calls).stream()
        .map(line -> line.replace(" --only-show-errors", "").replace(" --output none", ""))
        .toList();
  }

  /** The calls so far that change something. */
  List<String> changes() throws IOException {
    return calls().stream().filter(StandInForAzure::isChange).toList();
  }

  /** Forgets the calls so far. */
  void forgetCalls() throws IOException {
    Files.deleteIfExists(folder.resolve("calls"));
  }

  /** What is there, as paths under the stand-in's state. */
  List<String> state() throws IOException {
    try (var files = Files.walk(folder.resolve("state"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.resolve("state").relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static boolean isChange(String call) {
    for (String word : call.split(" ")) {
      if (word.startsWith("--")) {
        return false;
      }
      if (CHANGING_VERBS.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
