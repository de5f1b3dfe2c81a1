package dev.byoml.transforms.parse.row;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowReaderTest {
  private static final String ROW =
      "{\"T\":\"2026-03-02T08:00:00Z\",\"U\":\"alice \\u00e9\",\"list\":[1,{\"U\":\"inner\"}],"
          + "\"yes\":true,\"none\":null,\"number\":-1.5e3,\"R\":\"finance\"}";

  private final LineParser parser =
      new LineParser(Template.parse("own.yaml", "{time: T, user: U, resource: R}"), TimeRange.ALL);

  @Test
  void readsTheMembersOfTheObjectItself() {
    assertThat(key(ROW), is(new AccessKey("0", "alice \u00e9", "finance")));
  }

  @Test
  void readsAroundWhiteSpace() {
    assertThat(key(" \t" + ROW + " \t"), is(new AccessKey("0", "alice \u00e9", "finance")));
  }

  @Test
  void takesTheLastOfMembersWithTheSameName() {
    assertThat(key(ROW.replace("\"number\":-1.5e3", "\"U\":\"bob\"")).user(), is("bob"));
  }

  @Test
  void takesANullAfterATextForNoValue() {
    assertThat(
        reason(ROW.replace("\"number\":-1.5e3", "\"U\":null")), is(RejectionReason.MISSING_USER));
  }

  @ParameterizedTest
  @CsvSource({
    "12345, 12345",
    "1.50, 1.50",
    "123456789012345678901234567890, 123456789012345678901234567890"
  })
  void takesANumberForItsText(String number, String text) {
    assertThat(key(ROW.replace("\"finance\"", number)).resource(), is(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "[]", "{}", "[\"finance\"]"})
  void rejectsAUserOfTheWrongType(String value) {
    assertThat(reason(ROW.replace("\"finance\"", value)), is(RejectionReason.WRONG_TYPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\""})
  void takesNullAndTheEmptyTextForMissing(String value) {
    assertThat(reason(ROW.replace("\"finance\"", value)), is(RejectionReason.MISSING_RESOURCE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}}",
        "{\"a\":1} {\"a\":1}",
        "{\"a\":1},",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "text",
        "// comment",
        "[1,2"
      })
  void rejectsWhatOnlyLooksLikeJson(String line) {
    assertThat(
        reason(line),
        is(line.equals("[1,2") ? RejectionReason.TRUNCATED_JSON : RejectionReason.INVALID_JSON));
  }

  @Property
  void rejectsEveryLineThatEndsBeforeItsObjectAsTruncated(
      @ForAll @IntRange(min = 1, max = 130) int length) {
    String whole = ROW.substring(0, ROW.length() - 1);
    assertThat(
        reason(whole.substring(0, Math.min(length, whole.length()))),
        is(RejectionReason.TRUNCATED_JSON));
  }

  @Test
  void readsANumberOfManyDigitsThatIsNotLookedAt() {
    assertThat(key(ROW.replace("-1.5e3", "1".repeat(100_000))).user(), is("alice \u00e9"));
  }

  @ParameterizedTest
  @CsvSource({"199, true", "200, false"})
  void readsObjectsThatAreNestedAsDeepAsAllowed(int levels, boolean allowed) {
    String nested = "[".repeat(levels) + "]".repeat(levels);
    ParsedLine parsed = parse(bytes(ROW.replace("[1,{\"U\":\"inner\"}]", nested)));
    assertThat(parsed instanceof ParsedLine.Used, is(allowed));
  }

  @Test
  void rejectsNestingThatDoesNotEvenEnd() {
    assertThat(reason("{\"a\":" + "[".repeat(10_000)), is(RejectionReason.NESTED_TOO_DEEP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "{\0", "{\"a\":\"\0\"}", "{\0\"\0a\0\"\0:\0001\0}\0"})
  void rejectsRawNulCharacters(String line) {
    assertThat(reason(line), is(RejectionReason.NUL_CHARACTER));
  }

  @Test
  void rejectsAnEscapedNulInAName() {
    assertThat(reason(ROW.replace("finance", "fin\\u0000ance")), is(RejectionReason.NUL_CHARACTER));
  }

  @Test
  void rejectsHalfASurrogatePairInAName() {
    assertThat(reason(ROW.replace("finance", "\\ud83d")), is(RejectionReason.INVALID_UTF8));
  }

  @Test
  void readsASurrogatePairInAName() {
    assertThat(key(ROW.replace("finance", "\\ud83d\\ude00")).resource(), is("\ud83d\ude00"));
  }

  @Test
  void rejectsAnOverlongFormInUtf8() {
    byte[] line = bytes(ROW);
    // C0 AF would be a slash in two bytes.
    line[ROW.indexOf("finance")] = (byte) 0xC0;
    line[ROW.indexOf("finance") + 1] = (byte) 0xAF;
    assertThat(rejection(line).reason(), is(RejectionReason.INVALID_UTF8));
  }

  @Test
  void saysAtWhichByteTheLineIsNoUtf8() {
    byte[] line = bytes("{\"a\":\"xx\"}");
    line[6] = (byte) 0xFF;
    assertThat(rejection(line).detail(), is("at byte 7 of the line"));
  }

  @Test
  void saysWhichFieldHasTheWrongType() {
    assertThat(
        rejection(bytes(ROW.replace("\"finance\"", "{}"))).detail(),
        is("R is no text and no number"));
  }

  private AccessKey key(String line) {
    return ((ParsedLine.Used) parse(bytes(line))).event().key();
  }

  private RejectionReason reason(String line) {
    return rejection(bytes(line)).reason();
  }

  private RejectedLine rejection(byte[] line) {
    return ((ParsedLine.Rejected) parse(line)).line();
  }

  private ParsedLine parse(byte[] line) {
    return parser.parse(SourceLine.of("events.json", 10, line));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
