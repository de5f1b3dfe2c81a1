package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.pipelines.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir Path folder;

  @Test
  void listsTheCommandsWhenAskedForHelp() {
    Cli cli = Cli.run("--help");
    assertThat(cli.status(), is(0));
    assertThat(
        cli.out(),
        allOf(containsString("sample-data"), containsString("train"), containsString("score")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample-data", "train", "score"})
  void describesTheOptionsOfEachCommand(String command) {
    Cli cli = Cli.run(command, "--help");
    assertThat(cli.status(), is(0));
    assertThat(cli.out(), allOf(containsString("(required)"), containsString("example:")));
  }

  @Test
  void describesOptionsByTheNameOfTheirType() {
    Cli cli = Cli.run("--help=TrainingOptions");
    assertThat(cli.status(), is(0));
    assertThat(cli.out(), containsString("--regularization"));
  }

  @Test
  void saysWhatToDoWhenCalledWithNothing() {
    Cli cli = Cli.run();
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("usage:"));
  }

  @Test
  void helpsWithACommand() {
    Cli cli = Cli.run("help", "train");
    assertThat(cli.status(), is(0));
    assertThat(cli.out(), containsString("usage: scripts/byoml train"));
  }

  @ParameterizedTest
  @FieldSource("dev.byoml.transforms.template.Templates#BUILT_IN")
  void namesEveryBuiltInTemplateWhereOneIsChosen(String template) {
    for (String command : List.of("train", "score", "summarize", "watch", "import")) {
      assertThat(Cli.run("help", command).out(), containsString(template));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "version"})
  void tellsItsVersion(String argument) {
    Cli cli = Cli.run(argument);
    assertThat(cli.status(), is(0));
    assertThat(cli.out(), allOf(containsString("sentinel-byoml"), containsString("Java")));
  }

  @Test
  void saysThatARunnerCarriesItsOptions() {
    isWrongUsage(Cli.run("--help=SparkPipelineOptions"), "--runner=SparkRunner");
  }

  @Test
  void refusesAnOptionOfAnotherCommand() {
    isWrongUsage(Cli.run("report", "--rank=10"), "it is one of train");
  }

  @Test
  void saysWhatToDoWithTwoInputs() {
    isWrongUsage(Cli.run("train", "--input=a", "--input=b", "--model=m"), "a pattern such as");
  }

  @Test
  void writesWhereAUriOfALocalFileSays() throws IOException {
    Cli cli =
        Cli.run(
            "sample-data",
            "--output=" + folder.toUri() + "data",
            "--users=20",
            "--resources=20",
            "--days=8",
            "--tenants=1");
    assertThat(cli.err(), cli.status(), is(0));
    assertThat(Files.exists(folder.resolve("data/labels.tsv")), is(true));
  }

  @Test
  void namesTheCommandsWhenThereIsNoSuchCommand() {
    isWrongUsage(Cli.run("trian"), "sample-data, train, score");
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    isWrongUsage(Cli.run("train", "--inptu=x"), "--input");
  }

  @Test
  void namesTheOptionThatIsMissing() {
    isWrongUsage(Cli.run("train", "--input=x"), "--model is missing");
  }

  @Test
  void namesTheOptionWhoseValueIsNoNumber() {
    isWrongUsage(
        Cli.run("train", "--input=x", "--model=y", "--rank=ten"),
        "--rank must be a whole number, got 'ten'");
  }

  @Test
  void namesTheOptionWhoseValueIsOutOfRange() {
    isWrongUsage(
        Cli.run("train", "--input=" + folder, "--model=" + folder + "/m", "--rank=0"),
        "--rank must be between 1 and 1024");
    isWrongUsage(
        Cli.run("train", "--input=" + folder, "--model=" + folder + "/m", "--readers=0"),
        "--readers must be at least 1, got 0");
  }

  @Test
  void namesTheChoicesOfAnOption() {
    isWrongUsage(
        Cli.run("train", "--input=" + folder, "--model=" + folder + "/m", "--affinity=angle"),
        "--affinity must be dot, cosine or neighbourhood");
  }

  @Test
  void namesTheInputThatCannotBeRead() {
    String missing = folder.resolve("missing").toString();
    isWrongUsage(Cli.run("train", "--input=" + missing, "--model=" + folder + "/m"), missing);
  }

  @Test
  void saysHowATimeIsWritten() {
    isWrongUsage(
        Cli.run("train", "--input=" + folder, "--model=" + folder + "/m", "--from=last tuesday"),
        "ISO-8601");
  }

  @Test
  void namesTheTemplatesWhenThereIsNoSuchTemplate() {
    isWrongUsage(
        Cli.run("train", "--input=" + folder, "--model=" + folder + "/m", "--template=file-share"),
        "file-share-access");
  }

  @Test
  void refusesAWordThatIsNoOption() {
    isWrongUsage(Cli.run("train", "input=x"), "--name=value");
  }

  private static void isWrongUsage(Cli cli, String message) {
    assertThat(cli.err(), containsString(message));
    assertThat(cli.status(), is(2));
    assertThat(cli.err().lines().count(), is(1L));
    assertThat(cli.err(), not(containsString("Exception")));
  }
}
