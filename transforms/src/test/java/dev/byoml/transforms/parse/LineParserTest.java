package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  private static final String ROW =
      "{\"TenantId\":\"t1\",\"EventID\":5140,\"TimeGenerated\":\"2026-03-02T08:00:00.1234567Z\","
          + "\"Account\":\"SHIRE\\\\Pippin\",\"SubjectUserName\":\"Pippin\","
          + "\"SubjectDomainName\":\"SHIRE\",\"SubjectUserSid\":\"S-1-5-21-1\","
          + "\"Computer\":\"HFDC01.shire.com\",\"ShareName\":\"\\\\\\\\*\\\\C$\","
          + "\"IpAddress\":\"::ffff:10.0.0.7\",\"_ItemId\":\"row-1\",\"Type\":\"SecurityEvent\"}";

  private final LineParser fileShares = parser("file-share-access", TimeRange.ALL);

  @Test
  void readsWhoTouchedWhichShareOfWhichComputer() {
    assertThat(
        used(fileShares, ROW).key(),
        is(new AccessKey("t1", "shire\\pippin", "\\\\hfdc01.shire.com\\c$")));
  }

  @Test
  void keepsAllDigitsOfTheTime() {
    assertThat(used(fileShares, ROW).time(), is(Instant.parse("2026-03-02T08:00:00.1234567Z")));
  }

  @Test
  void readsTheEntitiesAsTheyAreSpelt() {
    AccessEvent event = used(fileShares, ROW);
    assertThat(event.entities().actorName(), is("Pippin"));
    assertThat(event.entities().actorDomain(), is("SHIRE"));
    assertThat(event.entities().actorSid(), is("S-1-5-21-1"));
    assertThat(event.entities().hostName(), is("HFDC01"));
    assertThat(event.entities().dnsDomain(), is("shire.com"));
    assertThat(event.entities().ipAddress(), is("10.0.0.7"));
  }

  @Test
  void numbersTheSameUserOfTwoTenantsApart() {
    AccessNames names = new AccessNames();
    for (String tenant : List.of("t1", "t2", "t1", "t2", "t1")) {
      fileShares.read(line(ROW.replace("\"t1\"", "\"" + tenant + "\"")));
      int actor = fileShares.access().actor(names);
      assertThat(names.name(names.actors().get(actor, 0)), is(tenant));
      assertThat(names.name(names.actors().get(actor, 1)), is("shire\\pippin"));
    }
    assertThat(names.actors().size(), is(2));
  }

  @Test
  void numbersARowAmongTheNamesThatAreAskedFor() {
    for (AccessNames names : List.of(new AccessNames(), new AccessNames())) {
      names.actor("another", "", "", "", "");
      names.target("another", "", "");
      fileShares.read(line(ROW));
      assertThat(
          names.entities(
              fileShares.access().actor(names),
              fileShares.access().target(names),
              fileShares.access().address(names)),
          is(fileShares.access().entities()));
    }
  }

  @Test
  void readsTheIdentityOfTheRow() {
    assertThat(used(fileShares, ROW).itemId(), is("row-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5140", "\"5140\"", "5140.0"})
  void acceptsTheEventAsNumberAndAsText(String event) {
    assertThat(
        fileShares.parse(line(ROW.replace("5140", event))), instanceOf(ParsedLine.Used.class));
  }

  @Test
  void takesTenantZeroWhereTheRowNamesNone() {
    assertThat(used(fileShares, ROW.replace("\"TenantId\":\"t1\",", "")).key().tenant(), is("0"));
  }

  @Test
  void takesTheSubjectWhereTheRowHasNoAccount() {
    String row = ROW.replace("\"Account\":\"SHIRE\\\\Pippin\",", "");
    assertThat(used(fileShares, row).key().user(), is("shire\\pippin"));
  }

  @ParameterizedTest
  @CsvSource({
    "C$, IPC$, noiseShare",
    "C$, sysvol, noiseShare",
    "C$, NETLOGON, noiseShare",
    "C$, print$, noiseShare",
    "Pippin, HFDC01$, machineAccount",
    "SHIRE\\\\Pippin, NT AUTHORITY\\\\ANONYMOUS LOGON, anonymousLogon",
    "5140, 5145, otherEvent",
    "5140, 4624, otherEvent",
  })
  void leavesOutWhatTheTemplateNames(String from, String to, String reason) {
    assertThat(fileShares.parse(line(ROW.replace(from, to))), is(new ParsedLine.Filtered(reason)));
  }

  @Test
  void keepsAdministrativeShares() {
    assertThat(
        used(fileShares, ROW.replace("C$", "ADMIN$")).key().resource(),
        is("\\\\hfdc01.shire.com\\admin$"));
  }

  @Test
  void leavesOutWhatLiesOutsideTheTimeRange() {
    TimeRange march3 =
        new TimeRange(Instant.parse("2026-03-03T00:00:00Z"), Instant.parse("2026-03-04T00:00:00Z"));
    LineParser parser = parser("file-share-access", march3);
    assertThat(parser.parse(line(ROW)), is(new ParsedLine.Filtered("outsideTimeRange")));
  }

  @Test
  void readsAccountAndShareAsTheyAreByTheClassicTemplate() {
    AccessEvent event = used(parser("file-share-access-classic", TimeRange.ALL), ROW);
    assertThat(event.key(), is(new AccessKey("0", "SHIRE\\Pippin", "\\\\*\\C$")));
  }

  @Test
  void leavesOutOnlyOtherEventsByTheClassicTemplate() {
    LineParser classic = parser("file-share-access-classic", TimeRange.ALL);
    assertThat(
        used(classic, ROW.replace("Pippin", "HFDC01$").replace("C$", "IPC$")).key().resource(),
        is("\\\\*\\IPC$"));
    assertThat(
        classic.parse(line(ROW.replace("5140", "5145"))),
        is(new ParsedLine.Filtered("otherEvent")));
  }

  @Test
  void readsDailyCounts() {
    LineParser daily = parser("daily-counts", TimeRange.ALL);
    AccessEvent event = used(daily, "2026-03-02\talice\tfinance\tread\t12");
    assertThat(event.key(), is(new AccessKey("0", "alice", "finance")));
    assertThat(event.time(), is(Instant.parse("2026-03-02T00:00:00Z")));
    assertThat(event.count(), is(12L));
  }

  @Test
  void readsTheTenantOfDailyCountsWhereThereIsOne() {
    LineParser daily = parser("daily-counts", TimeRange.ALL);
    assertThat(used(daily, "2026-03-02\talice\tfinance\tread\t12\tt1").key().tenant(), is("t1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", ""})
  void rejectsADailyCountThatIsNoPositiveWholeNumber(String count) {
    LineParser daily = parser("daily-counts", TimeRange.ALL);
    assertThat(
        rejection(daily, "2026-03-02\talice\tfinance\tread\t" + count),
        is(RejectionReason.INVALID_COUNT));
  }

  @Test
  void rejectsDailyCountsOfTooFewColumns() {
    LineParser daily = parser("daily-counts", TimeRange.ALL);
    assertThat(
        rejection(daily, "2026-03-02\talice\tfinance"), is(RejectionReason.WRONG_COLUMN_COUNT));
  }

  @Test
  void rejectsAnEventWithoutAShareName() {
    assertThat(
        rejection(fileShares, ROW.replace("ShareName", "Other")),
        is(RejectionReason.MISSING_RESOURCE));
  }

  @Test
  void rejectsAnEventWithoutAUser() {
    String row = ROW.replace("Account", "Other").replace("SubjectUserName", "Another");
    assertThat(rejection(fileShares, row), is(RejectionReason.MISSING_USER));
  }

  @Test
  void rejectsABlankUser() {
    String row = ROW.replace("SHIRE\\\\Pippin", "  ").replace("SubjectUserName", "Another");
    assertThat(rejection(fileShares, row), is(RejectionReason.BLANK_USER));
  }

  @Test
  void rejectsAnEventWithoutATime() {
    assertThat(
        rejection(fileShares, ROW.replace("TimeGenerated", "Other")),
        is(RejectionReason.MISSING_TIME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31T00:00:00Z",
        "/Date(1600000000000)/",
        "0001-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "yesterday"
      })
  void rejectsATimeThatCannotBe(String time) {
    assertThat(
        rejection(fileShares, ROW.replace("2026-03-02T08:00:00.1234567Z", time)),
        is(RejectionReason.INVALID_TIME));
  }

  @Test
  void rejectsAUserThatIsNoText() {
    assertThat(
        rejection(fileShares, ROW.replace("\"SHIRE\\\\Pippin\"", "{\"a\":1}")),
        is(RejectionReason.WRONG_TYPE));
  }

  @Test
  void rejectsAHalfWrittenLine() {
    assertThat(
        rejection(fileShares, ROW.substring(0, ROW.length() / 2)),
        is(RejectionReason.TRUNCATED_JSON));
  }

  @Test
  void rejectsWhatIsNoJson() {
    assertThat(rejection(fileShares, "EventID=5140"), is(RejectionReason.INVALID_JSON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2]", "\"text\"", "42", "null"})
  void rejectsJsonThatIsNoObject(String json) {
    assertThat(rejection(fileShares, json), is(RejectionReason.NOT_AN_OBJECT));
  }

  @Test
  void rejectsObjectsNestedTenThousandDeep() {
    String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(rejection(fileShares, deep), is(RejectionReason.NESTED_TOO_DEEP));
  }

  @Test
  void rejectsANulCharacter() {
    assertThat(rejection(fileShares, "{\"a\":\0}"), is(RejectionReason.NUL_CHARACTER));
  }

  @Test
  void rejectsBytesThatAreNoUtf8() {
    byte[] bytes = ROW.getBytes(StandardCharsets.UTF_8);
    bytes[30] = (byte) 0xff;
    ParsedLine outcome = fileShares.parse(SourceLine.of("events.json", 0, bytes));
    assertThat(((ParsedLine.Rejected) outcome).line().reason().label(), is("InvalidUtf8"));
  }

  @Test
  void passesOnWhatTheReaderCouldNotRead() {
    SourceLine tooLong = new SourceLine("events.json", 0, new byte[10], LineProblem.LINE_TOO_LONG);
    assertThat(
        ((ParsedLine.Rejected) fileShares.parse(tooLong)).line().reason(),
        is(RejectionReason.LINE_TOO_LONG));
  }

  @Test
  void leavesOutBlankLines() {
    assertThat(fileShares.parse(line(" \t ")), is(new ParsedLine.Filtered("blankLine")));
  }

  @Property(tries = 2000)
  void givesEveryLineOneOutcomeWhateverItsBytes(@ForAll @Size(max = 300) byte[] bytes) {
    assertThat(
        fileShares.parse(SourceLine.of("events.json", 0, bytes)), instanceOf(ParsedLine.class));
    assertThat(
        parser("daily-counts", TimeRange.ALL).parse(SourceLine.of("counts.tsv", 0, bytes)),
        instanceOf(ParsedLine.class));
  }

  @Property(tries = 2000)
  void givesADamagedRowOneOutcome(
      @ForAll @Size(max = 8) byte[] damage, @ForAll("positions") int position) {
    byte[] row = ROW.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(damage, 0, row, position, Math.min(damage.length, row.length - position));
    assertThat(
        fileShares.parse(SourceLine.of("events.json", 0, row)), instanceOf(ParsedLine.class));
  }

  @Property(tries = 300)
  void saysTheSameOfLinesTogetherAsOfEachAlone(
      @ForAll @Size(max = 60) List<@From("rows") String> rows, @ForAll long seed)
      throws UnreadableInputException {
    List<ParsedLine> together = new ArrayList<>();
    fileShares.readRows(
        new GivenLines(rows, new Random(seed)),
        (row, fate) -> together.add(fileShares.outcome(fate)));
    LineParser alone = parser("file-share-access", TimeRange.ALL);
    List<ParsedLine> expected = new ArrayList<>();
    for (String row : rows) {
      alone.readRows(line(row), (read, fate) -> expected.add(alone.outcome(fate)));
    }
    assertThat(together, is(expected));
  }

  @Provide
  Arbitrary<String> rows() {
    String other = ROW.replace("5140", "4624");
    return Arbitraries.oneOf(
        Arbitraries.integers()
            .between(0, 20)
            .map(number -> ROW.replace("Pippin", "User" + number).replace("row-1", "r" + number)),
        Arbitraries.of(
            ROW,
            other,
            ROW + ROW,
            "[" + ROW + "," + other + "]",
            ROW.substring(0, 200),
            ROW.replace("\"EventID\":5140", "\"EventID\":\"5140\""),
            ROW.replace("2026-03-02T08", "yesterday"),
            ROW.replace("SHIRE\\\\Pippin", "-"),
            ROW.replace("\"TenantId\":\"t1\",", ""),
            "",
            "null",
            "not JSON"));
  }

  /** Lines of which at random some are at hand. */
  private static final class GivenLines implements SourceLines {
    private final Iterator<String> rows;
    private final Random random;

    GivenLines(List<String> rows, Random random) {
      this.rows = rows.iterator();
      this.random = random;
    }

    @Override
    public SourceLine next() {
      return rows.hasNext() ? line(rows.next()) : null;
    }

    @Override
    public boolean hasNextAtHand() {
      return rows.hasNext() && random.nextInt(10) > 0;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, ROW.length() - 1);
  }

  private static LineParser parser(String template, TimeRange range) {
    return new LineParser(Templates.load(template), range);
  }

  private static SourceLine line(String text) {
    return SourceLine.of("events.json", 10, text.getBytes(StandardCharsets.UTF_8));
  }

  private static AccessEvent used(LineParser parser, String text) {
    return ((ParsedLine.Used) parser.parse(line(text))).event();
  }

  private static RejectionReason rejection(LineParser parser, String text) {
    return ((ParsedLine.Rejected) parser.parse(line(text))).line().reason();
  }
}
