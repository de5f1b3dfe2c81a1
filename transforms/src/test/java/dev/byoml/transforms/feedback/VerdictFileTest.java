package dev.byoml.transforms.feedback;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerdictFileTest {
  private static final String HEADING = "tenant, actor, resource, verdict, by, at\n";

  @Test
  void readsTheColumnsOfAVerdict() {
    assertThat(
        VerdictFile.parse(
                HEADING + "0, shire\\a, \\\\fs01\\hr, benign, dana, 2026-03-31T08:00:00Z\n")
            .history(),
        contains(
            new JudgedAccess(
                new AccessKey("0", "shire\\a", "\\\\fs01\\hr"),
                Verdict.BENIGN,
                "dana",
                Instant.parse("2026-03-31T08:00:00Z"))));
  }

  @Test
  void readsColumnsInTheOrderOfTheHeading() {
    assertThat(
        VerdictFile.parse(
                "\uFEFFAt,By,Verdict,Resource,Actor,Tenant,comment\r\n"
                    + "# a comment\r\n\r\n"
                    + "2026-03-31,,TruePositive,\"hr, old\",a,0,why\r\n")
            .history(),
        contains(
            new JudgedAccess(
                new AccessKey("0", "a", "hr, old"),
                Verdict.MALICIOUS,
                "",
                Instant.parse("2026-03-31T00:00:00Z"))));
  }

  @Test
  void saysWhichHeadingIsExpected() {
    assertThat(
        problemOf("tenant,actor,resource\n0,a,b\n"),
        is("line 1: expected the heading tenant,actor,resource,verdict,by,at"));
  }

  @Test
  void saysTheSameOfAnEmptyFile() {
    assertThat(
        problemOf(""), is("line 1: expected the heading tenant,actor,resource,verdict,by,at"));
  }

  @Test
  void namesTheLineOfAnUnknownVerdict() {
    assertThat(
        problemOf(HEADING + "0,a,b,benign,dana,2026-03-31\n0,a,b,fine,dana,2026-03-31\n"),
        is("line 3: verdict must be benign, malicious or undetermined, got 'fine'"));
  }

  @Test
  void namesTheLineOfATimeThatIsNone() {
    assertThat(
        problemOf(HEADING + "0,a,b,benign,dana,yesterday\n"),
        is(
            "line 2: at must be a date like 2026-03-31 or an instant like 2026-03-31T08:00:00Z, got"
                + " 'yesterday'"));
  }

  @Test
  void namesTheLineThatLacksColumns() {
    assertThat(problemOf(HEADING + "0,a,b,benign\n"), is("line 2: expected 6 columns, got 4"));
  }

  @Test
  void namesTheLineWithoutAnActor() {
    assertThat(
        problemOf(HEADING + "0,,b,benign,dana,2026-03-31\n"),
        is("line 2: actor and resource must not be empty"));
  }

  private static String problemOf(String csv) {
    return assertThrows(IllegalArgumentException.class, () -> VerdictFile.parse(csv)).getMessage();
  }
}
