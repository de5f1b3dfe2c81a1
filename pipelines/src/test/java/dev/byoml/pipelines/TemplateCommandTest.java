package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void saysWhatAFileIsAndWhichTemplateFitsIt() {
    String sample = SAMPLES + "process-on-host.jsonl";
    Cli survey = Cli.run("template", "--sample=" + sample);
    assertThat(survey.status(), is(0));
    assertThat(
        survey.out(),
        allOf(
            startsWith(sample + " is JSON, one row a line\n"),
            containsString("\n  tables       SecurityEvent "),
            containsString("\n  event ids    4688 "),
            containsString("\n  times        2026-03-02T"),
            containsString(" (TimeGenerated)\n  fields       "),
            containsString("\nprocess-on-host fits best: it would use "),
            containsString("\n  scripts/byoml template --check=process-on-host --sample=")));
  }

  @Test
  void saysHowManyRowsOfAFileTheBestTemplateWouldUse() {
    Cli survey = Cli.run("template", "--sample=../sample-data/daily-counts.tsv");
    assertThat(
        survey.out(),
        allOf(
            containsString(
                "daily-counts.tsv is a table of 6 columns with tabs between them, without a"
                    + " header\n  rows         34\n"),
            containsString(
                "\n  times        2026-03-23T00:00:00Z to 2026-03-24T00:00:00Z (column1)"),
            containsString(
                "\ndaily-counts fits best: it would use 34 of 34 rows, from 2026-03-23T00:00:00Z to"
                    + " 2026-03-24T00:00:00Z\n")));
  }

  @Test
  void saysThatAFileIsInAnEncodingThatIsNotRead() throws IOException {
    Path file = folder.resolve("u16.json");
    Files.write(file, "{\"a\":\"long enough\"}".getBytes(StandardCharsets.UTF_16LE));
    Cli survey = Cli.run("template", "--sample=" + file);
    assertThat(survey.status(), is(0));
    assertThat(
        survey.out(),
        containsString("u16.json is UTF-16LE, which is not read: convert it to UTF-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "database.jsonl@{'ts':1772438400123,'session':{'login':'Ana'},'stmt':{'table':'pay'}}#"
            + "{'ts':1772438401123,'session':{'login':'ben'},'stmt':{'table':'orders'}}"
            + "@2026-03-02T08:00:00.123Z  tenant=0  user=ana  resource=pay",
        "web.csv@Logged At;User Name;File Path#03/13/2026 08:00:01;Ana;/pay#"
            + "03/02/2026 08:00:02;ben;/orders@2026-03-13T08:00:01Z  tenant=0  user=ana  resource=/pay",
        "plain.csv@2026-03-02 08:00:00,Ana,Lab#2026-03-02 09:00:00,ben,Hall"
            + "@2026-03-02T08:00:00Z  tenant=0  user=ana  resource=lab",
        "inner.json@[{'when':'2026-03-02','who':'Ana','data':'{\\'door\\':\\'Lab\\'}'}#,"
            + "{'when':'2026-03-02','who':'ben','data':'{\\'door\\':\\'Hall\\'}'}]"
            + "@2026-03-02T00:00:00Z  tenant=0  user=ana  resource=lab",
        "logon.jsonl@{'EventID':4624,'TimeGenerated':'2026-03-02T08:00:00Z','Account':'C\\\\Ana',"
            + "'Computer':'PC1'}@2026-03-02T08:00:00Z  tenant=0  user=c\\ana  resource=pc1"
      })
  void draftsATemplateThatWorks(String name, String rows, String access) throws IOException {
    Path sample =
        Files.writeString(folder.resolve(name), rows.replace('\'', '"').replace('#', '\n') + "\n");
    Path own = folder.resolve("own.yaml");
    Cli draft = Cli.run("template", "--sample=" + sample, "--draft=" + own);
    assertThat(draft.err(), draft.status(), is(0));
    Cli check = Cli.run("template", "--check=" + own, "--sample=" + sample);
    assertThat(check.err(), check.status(), is(0));
    assertThat(check.out(), allOf(containsString(access), containsString("rejected 0\n")));
  }

  @Test
  void draftsACopyOfTheBuiltInTemplateThatFits() throws IOException {
    Path own = folder.resolve("own.yaml");
    String sample = "--sample=" + SAMPLES + "sign-in-application.jsonl";
    assertThat(Cli.run("template", sample, "--draft=" + own).status(), is(0));
    String ofCopy = Cli.run("template", "--check=" + own, sample).out();
    String ofBuiltIn = Cli.run("template", "--check=sign-in-application", sample).out();
    assertThat(afterFirstLine(ofCopy), is(afterFirstLine(ofBuiltIn)));
    assertThat(Files.readString(own), startsWith("# A copy of sign-in-application"));
  }

  private static String afterFirstLine(String text) {
    return text.substring(text.indexOf('\n'));
  }

  @Test
  void saysWhenNothingCanBeTimeUserOrResource() throws IOException {
    Path sample = Files.writeString(folder.resolve("a.jsonl"), "{\"n\":1}\n{\"n\":2}\n");
    Path own = folder.resolve("own.yaml");
    Cli draft = Cli.run("template", "--sample=" + sample, "--draft=" + own);
    assertThat(draft.status(), is(2));
    assertThat(draft.err(), containsString("can be told to be time, user and resource"));
    assertThat(Files.exists(own), is(false));
  }

  @Test
  void touchesNoTemplateThatIsThere() throws IOException {
    Path own = Files.writeString(folder.resolve("own.yaml"), "mine");
    Cli draft = Cli.run("template", "--sample=" + SAMPLES + "office-file.jsonl", "--draft=" + own);
    assertThat(draft.status(), is(2));
    assertThat(draft.err(), containsString("is there already"));
    assertThat(Files.readString(own), is("mine"));
  }

  @Test
  void printsTheSchemaForEditors() {
    assertThat(Cli.run("template", "--schema").out(), startsWith("{\n  \"$schema\""));
  }
}
