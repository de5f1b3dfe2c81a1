package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);
  private static final String ODD_ACTOR = Events.person("finance", 0);
  private static final String ODD_SHARE = Events.share("hr1");
  private static final String HEADING = "tenant,actor,resource,verdict,by,at";

  @TempDir Path folder;
  private Path training;
  private Path scored;

  @BeforeEach
  void writeEvents() throws IOException {
    training = Events.write(folder.resolve("training.jsonl"), Events.training());
    scored =
        Events.write(
            folder.resolve("scored.jsonl"), List.of(Events.event(ODD_ACTOR, "hr1", MORNING)));
  }

  @Test
  void doesNotReportWhatWasFoundBenign() throws Exception {
    train("model");
    Cli cli = score("model", "--verdicts=" + verdicts("benign", "2026-03-16T12:00:00Z"));
    assertThat(
        cli.out(),
        containsString(
            "0 below the threshold, 1 confirmed benign, 0 on the allow-list, 0 anomalous"));
  }

  @Test
  void stillReportsWhatWasFoundMalicious() throws Exception {
    train("model");
    Cli cli = score("model", "--verdicts=" + verdicts("malicious", "2026-03-16T12:00:00Z"));
    assertThat(cli.out(), containsString("1 anomalous"));
  }

  @Test
  void doesNotUseAVerdictThatWasGivenAfterTheWindow() throws Exception {
    train("model");
    Path verdicts = verdicts("benign", "2026-03-17T08:00:00Z");
    Cli cli = score("model", "--verdicts=" + verdicts, "--to=2026-03-17");
    assertThat(cli.out(), containsString("1 anomalous"));
    assertThat(cli.out(), containsString("1 given after the window"));
  }

  @Test
  void learnsThatABenignAccessIsKnown() throws Exception {
    train("model", "--verdicts=" + verdicts("benign", "2026-03-16T12:00:00Z"));
    assertThat(score("model").out(), containsString("accesses: 1 seen before"));
    assertThat(
        Files.readString(folder.resolve("model/metrics.json")),
        containsString("\"markedAsKnown\" : 1"));
  }

  @Test
  void doesNotLearnThatAMaliciousAccessIsKnown() throws Exception {
    List<String> lines = new ArrayList<>(Events.training());
    lines.add(Events.event(ODD_ACTOR, "hr1", Events.START.plusSeconds(3600)));
    Events.write(training, lines);
    train("model", "--verdicts=" + verdicts("malicious", "2026-03-02T12:00:00Z"));
    assertThat(score("model").out(), containsString("1 anomalous"));
    assertThat(
        Files.readString(folder.resolve("model/metrics.json")), containsString("\"leftOut\" : 1"));
  }

  @Test
  void tellsWhoseAllowListEntriesLeftSomethingOut() throws Exception {
    train("model");
    Path list =
        Events.write(
            folder.resolve("allow.csv"),
            List.of("*,*,2026-03-01,over,erin", "*,*\\hr1,,audit,dana"));
    Cli cli = score("model", "--allowList=" + list, "--to=2026-03-17");
    assertThat(
        cli.out(),
        containsString("allow-list: 1 of 2 entries have expired: line 1 (until 2026-03-01, erin)"));
    assertThat(
        Files.readString(folder.resolve("results/metrics.json")), containsString("\"dana\" : 1"));
  }

  @Test
  void saysWhatIsWrongWithAFileOfVerdicts() throws Exception {
    train("model");
    Path verdicts = Events.write(folder.resolve("verdicts.csv"), List.of(HEADING, "t1,a,b,ok,,"));
    Cli cli =
        Cli.run(
            "score",
            "--input=" + scored,
            "--model=" + folder.resolve("model"),
            "--output=" + folder.resolve("results"),
            "--verdicts=" + verdicts);
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("line 2: verdict must be"));
  }

  private void train(String model, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--input=" + training, "--model=" + folder.resolve(model)));
    arguments.addAll(List.of(options));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
  }

  private Cli score(String model, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + scored,
                "--model=" + folder.resolve(model),
                "--output=" + folder.resolve("results")));
    arguments.addAll(List.of(options));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
    return cli;
  }

  private Path verdicts(String verdict, String at) throws IOException {
    return Events.write(
        folder.resolve("verdicts.csv"),
        List.of(HEADING, String.join(",", "t1", ODD_ACTOR, ODD_SHARE, verdict, "dana", at)));
  }
}
