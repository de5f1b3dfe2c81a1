package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptsTest {
  @TempDir Path folder;

  @Test
  void areWhatShellcheckAccepts() throws Exception {
    assumeTrue(Program.exists("shellcheck"), "shellcheck is not installed");
    List<String> words = new ArrayList<>(List.of("shellcheck", "--external-sources"));
    Stream.of("azure", "sentinel")
        .flatMap(scripts -> Scripts.list(scripts, ".sh").stream())
        .forEach(script -> words.add(script.toString()));

    Program.Result result = Program.run(Scripts.folder(), Map.of(), words);

    assertThat(result.output() + result.errors(), result.status(), is(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azure/setup-export.sh",
        "azure/setup-ingestion.sh",
        "sentinel/setup-content.sh",
        "sentinel/export-verdicts.sh"
      })
  void explainThemselves(String script) throws Exception {
    StandInForAzure azure = new StandInForAzure(folder);

    Program.Result result = azure.runPlainly(script, "--help");

    assertThat(result.status(), is(0));
    assertThat(result.output(), containsString("usage: " + Path.of(script).getFileName()));
    assertThat(result.output(), containsString("--dry-run"));
    assertThat(azure.calls().size(), is(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azure/setup-export.sh",
        "azure/setup-ingestion.sh",
        "sentinel/setup-content.sh",
        "sentinel/export-verdicts.sh"
      })
  void askForTheResourceGroup(String script) throws Exception {
    Program.Result result = new StandInForAzure(folder).runPlainly(script);

    assertThat(result.status(), is(2));
    assertThat(
        result.errors(),
        is(
            "%1$s: option --resource-group is missing; see %1$s --help%n"
                .formatted(Path.of(script).getFileName())));
  }
}
