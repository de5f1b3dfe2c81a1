package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** What each template makes of the sample rows in {@code sample-data/templates}, line by line. */
class BuiltInTemplateTest {
  private static final Path SAMPLES = Path.of("../sample-data/templates");

  @Test
  void takesTheFirstTwoFoldersOfAShareForAResource() throws IOException {
    assertThat(
        outcomes("detailed-file-share", "detailed-file-share.jsonl"),
        contains(
            "contoso\\gita.baker -> \\\\fs01.contoso.example\\finance\\reports\\2026",
            "contoso\\gita.baker -> \\\\fs01.contoso.example\\finance\\payroll",
            "contoso\\gita.baker -> \\\\fs01.contoso.example\\finance",
            "filtered machineAccount",
            "filtered noiseShare",
            "filtered otherEvent",
            "rejected MissingResource"));
  }

  @Test
  void countsASignInThatFailedButDoesNotLearnFromIt() throws IOException {
    assertThat(
        outcomes("sign-in-application", "sign-in-application.jsonl"),
        contains(
            "clara.gruber@fabrikam.example -> Microsoft Teams",
            "clara.gruber@fabrikam.example -> Salesforce",
            "elif.cruz@fabrikam.example -> 5e3ce6c0",
            "filtered failedSignIn",
            "filtered otherTable",
            "rejected InvalidTime"));
  }

  @Test
  void takesASiteForAResourceHoweverItIsWritten() throws IOException {
    assertThat(
        outcomes("office-file", "office-file.jsonl"),
        contains(
            "gita.baker@contoso.example -> https://contoso.sharepoint.example/sites/finance",
            "gita.baker@contoso.example -> https://contoso.sharepoint.example/sites/finance",
            "boris.wolff@contoso.example ->"
                + " https://contoso-my.sharepoint.example/personal/boris_wolff",
            "filtered systemAccount",
            "filtered otherWorkload",
            "filtered otherOperation",
            "filtered noSite",
            "rejected MissingUser"));
  }

  @Test
  void countsWhatAComputerStartsForItselfForTheComputer() throws IOException {
    assertThat(
        outcomes("process-on-host", "process-on-host.jsonl"),
        contains(
            "contoso\\gita.baker -> excel.exe",
            "ws017.contoso.example -> svchost.exe",
            "ws017.contoso.example -> wevtutil.exe",
            "filtered otherEvent",
            "rejected MissingResource"));
  }

  @Test
  void countsAnOperationOnAResourceGroupOnceItHasEnded() throws IOException {
    assertThat(
        outcomes("azure-resource", "azure-resource.jsonl"),
        contains(
            "gita.baker@contoso.example -> cccccccc-0000-4000-8000-000000000001/rg-payroll",
            "filtered unfinishedOperation",
            "0d5ef1a2-0000-4000-8000-00000000000a ->"
                + " cccccccc-0000-4000-8000-000000000001/rg-web",
            "filtered otherCategory",
            "filtered noResourceGroup",
            "filtered noCaller",
            "rejected MissingTime"));
  }

  @Test
  void readsDataThatNoTableHoldsByATemplateOfTheUsersOwn() throws IOException {
    assertThat(
        outcomes(SAMPLES.resolve("badge-door.yaml").toString(), "badge-door.csv"),
        contains(
            "filtered headerLine",
            "filtered everybodysDoor",
            "gita baker -> Main/Lab 3",
            "wolff, boris -> Annex/Server room",
            "filtered notOpened",
            "filtered visitor",
            "rejected InvalidTime",
            "rejected WrongColumnCount"));
  }

  @Test
  void tellsWhereAnAccessToAFolderCameFrom() throws IOException {
    assertThat(
        entities("detailed-file-share", "detailed-file-share.jsonl"),
        is(
            new AccessEntities(
                "gita.baker",
                "CONTOSO",
                "S-1-5-21-1-2-3-1104",
                "FS01",
                "contoso.example",
                "10.0.4.17")));
  }

  @Test
  void tellsWhereASignInCameFrom() throws IOException {
    assertThat(
        entities("sign-in-application", "sign-in-application.jsonl"),
        is(new AccessEntities("Clara.Gruber", "fabrikam.example", "", "", "", "203.0.113.8")));
  }

  @Test
  void tellsWhereAnAccessToASiteCameFrom() throws IOException {
    assertThat(
        entities("office-file", "office-file.jsonl"),
        is(
            new AccessEntities(
                "Gita.Baker",
                "contoso.example",
                "",
                "contoso",
                "sharepoint.example",
                "203.0.113.8")));
  }

  @Test
  void cutsAPortAndBracketsFromAnAddress() throws IOException {
    List<String> addresses = new ArrayList<>();
    forEachAccess("office-file", "office-file.jsonl", e -> addresses.add(e.entities().ipAddress()));
    assertThat(addresses, contains("203.0.113.8", "2001:db8::7", "203.0.113.9"));
  }

  private interface AccessConsumer {
    void accept(AccessEvent event);
  }

  private static AccessEntities entities(String template, String sample) throws IOException {
    List<AccessEntities> all = new ArrayList<>();
    forEachAccess(template, sample, event -> all.add(event.entities()));
    return all.get(0);
  }

  private static void forEachAccess(String template, String sample, AccessConsumer accesses)
      throws IOException {
    for (ParsedLine line : parsed(template, sample)) {
      if (line instanceof ParsedLine.Used used) {
        accesses.accept(used.event());
      }
    }
  }

  private static List<String> outcomes(String template, String sample) throws IOException {
    return parsed(template, sample).stream().map(BuiltInTemplateTest::inWords).toList();
  }

  private static List<ParsedLine> parsed(String template, String sample) throws IOException {
    Template loaded = Templates.load(template);
    LineParser parser = new LineParser(loaded, TimeRange.ALL);
    List<ParsedLine> parsed = new ArrayList<>();
    try (SourceLines lines =
        PieceReader.open(
            FileRange.ofWhole(SAMPLES.resolve(sample).toString()),
            loaded,
            PipelineOptionsFactory.create())) {
      for (SourceLine line = lines.next(); line != null; line = lines.next()) {
        parsed.add(parser.parse(line));
      }
    }
    return parsed;
  }

  private static String inWords(ParsedLine line) {
    if (line instanceof ParsedLine.Used used) {
      return used.event().key().user() + " -> " + used.event().key().resource();
    }
    return line instanceof ParsedLine.Filtered filtered
        ? "filtered " + filtered.reason()
        : "rejected " + ((ParsedLine.Rejected) line).line().reason().label();
  }
}
