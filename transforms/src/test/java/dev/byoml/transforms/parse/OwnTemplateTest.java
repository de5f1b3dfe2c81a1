package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnTemplateTest {
  private static final String JSON = "{time: T, user: U, resource: %s}";

  private static final String CSV =
      """
      format: csv
      columns: [when, who, what, how often]
      optionalColumns: [where]
      header: true
      tenant: {firstOf: [where, {literal: head office}]}
      time: when
      user: who
      resource: what
      count: how often
      """;

  @Test
  void readsCommaSeparatedValuesWithQuotes() {
    assertThat(
        key(CSV, "2026-03-02,\"Doe, \"\"J\"\"\",finance,3"),
        is(new AccessKey("head office", "Doe, \"J\"", "finance")));
  }

  @Test
  void readsAColumnThatMayBeLeftOut() {
    assertThat(key(CSV, "2026-03-02,alice,finance,3,Oslo").tenant(), is("Oslo"));
  }

  @Test
  void rejectsALineWhoseNameIsTooLong() {
    assertThat(
        reason(CSV, "2026-03-02," + "a".repeat(8_193) + ",finance,3"),
        is(RejectionReason.VALUE_TOO_LONG));
    assertThat(
        key(CSV, "2026-03-02," + "a".repeat(8_192) + ",finance,3").user().length(), is(8_192));
  }

  @Test
  void rejectsALineOnWhichAPatternTakesTooLong() {
    String template =
        """
        time: T
        user: U
        resource: {field: R, capture: '(a+)+b'}
        """;
    assertThat(
        reason(template, "{\"T\":\"2026-03-02\",\"U\":\"u\",\"R\":\"" + "a".repeat(5_000) + "\"}"),
        is(RejectionReason.PATTERN_TOO_COSTLY));
  }

  @Test
  void leavesOutTheHeaderOnlyAtTheStartOfAFile() {
    String header = "when,who,what,how often";
    assertThat(parse(CSV, 0, header), is(new ParsedLine.Filtered("headerLine")));
    assertThat(reason(CSV, header), is(RejectionReason.INVALID_TIME));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2026-03-02,\"alice,finance,3|INVALID_CSV",
        "2026-03-02,\"alice\"x,finance,3|INVALID_CSV",
        "2026-03-02,alice,finance|WRONG_COLUMN_COUNT",
        "2026-03-02,alice,finance,3,Oslo,more|WRONG_COLUMN_COUNT",
        "2026-03-02,alice,,3|MISSING_RESOURCE",
      })
  void rejectsARecordThatDoesNotFit(String line, RejectionReason reason) {
    assertThat(reason(CSV, line), is(reason));
  }

  @Test
  void rejectsARecordOverSeveralLines() {
    assertThat(reason(CSV, "2026-03-02,a,b,1\r2026-03-02,a,b,1"), is(RejectionReason.INVALID_CSV));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "R|Finance/Reports/2026",
        "{field: R, lowerCase: true}|finance/reports/2026",
        "{field: R, lastPathPart: true}|2026",
        "{field: R, capture: '^([^/]+)/([^/]+)'}|Finance",
        "{field: R, capture: '[0-9]+'}|2026",
        "{field: R, capture: '^([^/]+)', lowerCase: true}|finance",
        "{literal: all}|all",
        "{concat: [U, {literal: ' '}, R]}|alice Finance/Reports/2026",
        "{firstOf: [missing, blank, R]}|Finance/Reports/2026",
        "{firstOf: [{field: R, absent: [Finance/Reports/2026]}, {literal: other}]}|other",
        "{firstOf: [{concat: [R, missing]}, U]}|alice",
        "{firstOf: [{field: R, capture: 'no match'}, U]}|alice",
      })
  void makesAValueAsTheTemplateSays(String expression, String value) {
    String row =
        "{'T':'2026-03-02','U':'alice','R':'Finance/Reports/2026','blank':' '}".replace('\'', '"');
    assertThat(key(JSON.formatted(expression), row).resource(), is(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "missing|MISSING_RESOURCE",
        "blank|BLANK_RESOURCE",
        "{concat: [R, missing]}|MISSING_RESOURCE",
        "{concat: [R, blank]}|BLANK_RESOURCE",
        "{firstOf: [missing, blank]}|BLANK_RESOURCE",
        "{field: R, capture: 'no match'}|MISSING_RESOURCE",
        "{field: R, absent: [finance]}|MISSING_RESOURCE",
      })
  void rejectsALineWithoutTheValue(String expression, RejectionReason reason) {
    String row = "{'T':'2026-03-02','U':'alice','R':'finance','blank':' '}".replace('\'', '"');
    assertThat(reason(JSON.formatted(expression), row), is(reason));
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Share\\Docs\\, Docs",
    "C:/Share/Docs, Docs",
    "\\\\*\\C$, C$",
    "Docs, Docs",
  })
  void takesTheLastPartOfAPath(String path, String part) {
    String row =
        "{\"T\":\"2026-03-02\",\"U\":\"alice\",\"R\":\"" + path.replace("\\", "\\\\") + "\"}";
    assertThat(key(JSON.formatted("{field: R, lastPathPart: true}"), row).resource(), is(part));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "in: [7]|7.0|true",
        "in: [7]|\"07\"|true",
        "in: [7]|\"seven\"|false",
        "in: [7.5]|7.50|true",
        "in: [seven]|\"seven\"|true",
        "in: [true]|true|true",
        "matches: 's.*n'|\"seven\"|true",
        "matches: 's.*v'|\"seven\"|false",
        "in: [7]|null|false",
        "in: [7], orMissing: true|null|true",
      })
  void keepsTheRowsThatMeetACondition(String condition, String value, boolean kept) {
    String template =
        "{time: T, user: U, resource: R, rows: [{value: N, countAs: other, " + condition + "}]}";
    String row = "{\"T\":\"2026-03-02\",\"U\":\"alice\",\"R\":\"finance\",\"N\":" + value + "}";
    assertThat(parse(template, 10, row) instanceof ParsedLine.Used, is(kept));
  }

  @Test
  void countsWhatItLeavesOutUnderTheNameOfTheFirstConditionThatFails() {
    String template =
        """
        {time: T, user: U, resource: R,
         rows: [{value: A, in: [1], countAs: first}, {value: B, in: [1], countAs: second}],
         noise: [{value: {part: user}, matches: 'svc-.*', countAs: service}]}
        """;
    String row =
        "{'T':'2026-03-02','U':'svc-backup','R':'finance','A':%s,'B':%s}".replace('\'', '"');
    assertThat(parse(template, 10, row.formatted(2, 2)), is(new ParsedLine.Filtered("first")));
    assertThat(parse(template, 10, row.formatted(1, 2)), is(new ParsedLine.Filtered("second")));
    assertThat(parse(template, 10, row.formatted(1, 1)), is(new ParsedLine.Filtered("service")));
  }

  @Test
  void rejectsALineOnWhichAPatternOfTheTemplateRunsTooDeep() {
    String row = "{\"T\":\"2026-03-02\",\"U\":\"alice\",\"R\":\"" + "ab".repeat(400_000) + "\"}";
    assertThat(
        reason(JSON.formatted("{field: R, capture: '^(?:a|b)*$'}"), row),
        is(RejectionReason.PATTERN_TOO_DEEP));
  }

  @Test
  void takesAFieldOfAnotherTypeForMissingWhereOnlyNoiseLooksAtIt() {
    String template =
        """
        time: T
        user: {firstOf: [Account, Name]}
        resource: R
        itemId: Id
        noise:
          - value: Name
            in: [robot]
            countAs: robot
        """;
    LineParser parser = new LineParser(Template.parse("own.yaml", template), TimeRange.ALL);
    for (String resource : new String[] {"finance", "finance", "legal"}) {
      String row =
          "{\"T\":\"2026-03-02\",\"Account\":\"a\",\"Name\":{\"x\":1},\"R\":\"%s\",\"Id\":\"\\u0031\"}"
              .formatted(resource);
      ParsedLine parsed =
          parser.parse(SourceLine.of("events", 10, row.getBytes(StandardCharsets.UTF_8)));
      assertThat(parsed, instanceOf(ParsedLine.Used.class));
    }
  }

  private static AccessKey key(String template, String line) {
    return ((ParsedLine.Used) parse(template, 10, line)).event().key();
  }

  private static RejectionReason reason(String template, String line) {
    return ((ParsedLine.Rejected) parse(template, 10, line)).line().reason();
  }

  private static ParsedLine parse(String template, long position, String line) {
    LineParser parser = new LineParser(Template.parse("own.yaml", template), TimeRange.ALL);
    return parser.parse(SourceLine.of("events", position, line.getBytes(StandardCharsets.UTF_8)));
  }
}
