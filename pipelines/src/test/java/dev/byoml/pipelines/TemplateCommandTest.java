package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code byoml template}: how a template of one's own is made, step by step. */
class TemplateCommandTest {
  private static final String SAMPLES = "../sample-data/templates/";

  @TempDir Path folder;

  @Test
  void saysThatATemplateIsValidAndWhatItLooksAt() {
    Cli check = Cli.run("template", "--check=" + SAMPLES + "badge-door.yaml");
    assertThat(check.status(), is(0));
    assertThat(
        check.out(),
        is(
            "template ../sample-data/templates/badge-door.yaml is valid: csv lines,"
                + " fields result, when, holder, building, door\n"));
  }

  @Test
  void saysWhichLineOfATemplateIsWrong() throws IOException {
    Path own = Files.writeString(folder.resolve("own.yaml"), "time: T\nuser: U\nresorce: R\n");
    Cli check = Cli.run("template", "--check=" + own);
    assertThat(check.status(), is(2));
    assertThat(
        check.err(), allOf(containsString("own.yaml: line 3: the key resorce is not known here")));
    assertThat(check.err().lines().count(), is(1L));
  }

  @Test
  void saysWhichParameterOfATemplateIsWrong() throws IOException {
    Path own =
        Files.writeString(
            folder.resolve("own.yaml"), "{time: T, user: U, resource: R, parameters: {rank: 0}}");
    Cli check = Cli.run("template", "--check=" + own);
    assertThat(check.status(), is(2));
    assertThat(check.err(), containsString("own.yaml: parameters: rank must be"));
  }

  @Test
  void showsOnRealLinesWhatIsUsedFilteredAndRejectedAndWhy() {
    Cli check =
        Cli.run(
            "template",
            "--check=" + SAMPLES + "badge-door.yaml",
            "--sample=" + SAMPLES + "badge-door.csv");
    assertThat(check.status(), is(0));
    assertThat(
        check.out(),
        allOf(
            containsString(
                "lines: read 8 = used 2 + filtered 4 (everybodysDoor 1, headerLine 1, notOpened 1,"
                    + " visitor 1) + rejected 2 (InvalidTime 1, WrongColumnCount 1)"),
            containsString("found: 1 tenants, 2 users, 2 resources, 2 distinct accesses"),
            containsString(
                "line 3: 2026-03-02T07:58:44Z  tenant=headquarters  user=gita baker"
                    + "  resource=Main/Lab 3"),
            containsString(
                "filtered: visitor\n  line 6: result=opened  when=2026-03-02T08:15:00Z"
                    + "  holder=Visitor 1"),
            containsString("rejected: InvalidTime\n  line 7: ")));
  }

  @Test
  void saysWhenNoLineIsAnAccess() {
    Cli check =
        Cli.run("template", "--check=azure-resource", "--sample=" + SAMPLES + "office-file.jsonl");
    assertThat(check.status(), is(0));
    assertThat(check.out(), containsString("no line is an access"));
  }

  @Test
  void showsNoMoreExamplesThanItIsAskedFor() {
    Cli check =
        Cli.run(
            "template",
            "--check=" + SAMPLES + "badge-door.yaml",
            "--sample=" + SAMPLES + "badge-door.csv",
            "--examples=0");
    assertThat(check.out(), not(containsString("line 3")));
  }

  @Test
  void namesASampleThatIsNotThere() {
    Cli check = Cli.run("template", "--check=office-file", "--sample=" + folder.resolve("none"));
    assertThat(check.status(), is(2));
    assertThat(check.err(), containsString("--sample: there is no file"));
  }

  @Test
  void asksForATemplate() {
    Cli check = Cli.run("template");
    assertThat(check.status(), is(2));
    assertThat(check.err(), startsWith("byoml: --check is missing: name the YAML file"));
  }

  @Test
  void printsTheSchemaForEditors() {
    assertThat(Cli.run("template", "--schema").out(), startsWith("{\n  \"$schema\""));
  }
}
