package dev.byoml.transforms.source.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLinesTest {

  @Test
  void takesRowsOutOfAnEnvelope() {
    assertThat(
        lines("{\"records\": [ {\"a\":1} , {\"b\":[2,{}]} ]}"),
        contains("{\"a\":1}", "{\"b\":[2,{}]}"));
  }

  @Test
  void takesRowsOutOfAnEnvelopeWithOtherMembers() {
    assertThat(
        lines("{\"count\":1,\"records\":[{\"a\":1}],\"more\":{\"x\":[]}}"), contains("{\"a\":1}"));
  }

  @Test
  void takesAnObjectWithoutRecordsAsARow() {
    assertThat(lines(" {\"a\":{\"records\":[1]}} "), contains("{\"a\":{\"records\":[1]}}"));
  }

  @Test
  void takesAnObjectWhoseRecordsAreNoArrayAsARow() {
    assertThat(lines("{\"records\":7}"), contains("{\"records\":7}"));
  }

  @Test
  void takesRowsOutOfAnArray() {
    assertThat(
        lines("[{\"a\":1},\n\"text\", 12 ,null]"), contains("{\"a\":1}", "\"text\"", "12", "null"));
  }

  @Test
  void takesRowsOutOfLines() {
    assertThat(lines("{\"a\":1}\r\n{\"b\":2}\n"), contains("{\"a\":1}", "{\"b\":2}"));
  }

  @Test
  void takesAnObjectOverSeveralLinesAsOneRow() {
    assertThat(lines("{\n \"a\": 1\n}"), contains("{\n \"a\": 1\n}"));
  }

  @Test
  void takesEnvelopesOnSeveralLines() {
    assertThat(
        lines("{\"records\":[{\"a\":1}]}\n{\"records\":[{\"b\":2},{\"c\":3}]}"),
        contains("{\"a\":1}", "{\"b\":2}", "{\"c\":3}"));
  }

  @Test
  void losesNoOtherLineToABrokenOne() {
    assertThat(
        lines("{\"records\":[{\"a\":1}]}\n{\"b\":\n[{\"c\":3}]\n\nplain"),
        contains("{\"a\":1}", "{\"b\":", "{\"c\":3}", "", "plain"));
  }

  @Test
  void takesTheWholeRowsOutOfATruncatedEnvelope() {
    assertThat(lines("{\"records\":[{\"a\":1},{\"b\""), contains("{\"a\":1}", "{\"b\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"records\":[{\"a\":1},{\"b\":nope},{\"c\":3}]}",
        "{\"records\":[{\"a\":1},{\"b\":{\"x\":1},{\"c\":3}]}",
        "{\"records\":[{\"a\":1},{\"b:2},{\"c\":3}]}",
        "{\"records\":[{\"a\":1},{\"b\":\"x},{\"c\":3}]}",
        "{\"records\":[{\"a\":1}\n{\"b\":\"x}\n{\"c\":3}]}",
        "{\"records\": [\r\n  {\"a\":1},\r\n  {\"b\":{,\r\n  {\"c\":3}\r\n]}",
        "{\"records\":[{\"a\":1},{\"b\":\"x},{\"c\":3},{\"d\":\"y}]}",
        "[{\"a\":1}{\"b\" 2}{\"c\":3}]",
      })
  void losesOneRowOfAnEnvelopeToWhatIsBrokenInIt(String message) {
    List<SourceLine> lines = MessageLines.of("m", bytes(message));
    assertThat(text(lines.get(0)), is("{\"a\":1}"));
    assertThat(text(lines.get(1)), startsWith("{\"b"));
    assertThat(lines.get(1).position(), is((long) message.indexOf("{\"b")));
    assertThat(text(lines.get(2)), is("{\"c\":3}"));
    assertThat(lines.get(2).position(), is((long) message.indexOf("{\"c")));
  }

  @Test
  void namesTheColumnsOfTheRowsOfAQuery() {
    assertThat(
        lines(
            "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"A\",\"type\":\"int\"},"
                + "{\"name\":\"B\"}],\"rows\":[[1,\"x\"],[null,{\"y\":[2]}]]}],\"more\":{}}"),
        contains("{\"A\":1,\"B\":\"x\"}", "{\"A\":null,\"B\":{\"y\":[2]}}"));
  }

  @Test
  void takesTextThatIsNoJsonLineByLine() {
    assertThat(
        lines("2026-03-01\tann\tshare\t\t1\n2026-03-02\tbob\tshare\t\t2"),
        contains("2026-03-01\tann\tshare\t\t1", "2026-03-02\tbob\tshare\t\t2"));
  }

  @Test
  void takesAMessageWithoutTextAsABlankLine() {
    assertThat(MessageLines.of("m", null).size(), is(1));
    assertThat(lines(""), contains(""));
    assertThat(lines(" \r\n "), contains(""));
  }

  @Test
  void findsNothingInAnEmptyEnvelope() {
    assertThat(lines("{\"records\":[]}"), is(empty()));
  }

  @Test
  void leavesOutAByteOrderMark() {
    List<SourceLine> lines = MessageLines.of("m", bytes("\uFEFF[{\"a\":1}]"));
    assertThat(text(lines.get(0)), is("{\"a\":1}"));
    assertThat(lines.get(0).position(), is(4L));
  }

  @Test
  void placesEachLineAtItsFirstByte() {
    List<SourceLine> lines = MessageLines.of("m", bytes("[\"é\",{\"a\":1}]"));
    assertThat(lines.stream().map(SourceLine::position).toList(), contains(1L, 6L));
    assertThat(lines.get(0).source(), is("m"));
  }

  @Test
  void keepsTheStartOfARowThatIsTooLong() {
    String tooLong = "{\"a\":\"" + "x".repeat(SourceLine.LONGEST) + "\"}";
    List<SourceLine> lines = MessageLines.of("m", bytes("[" + tooLong + ",{\"b\":2}]"));
    assertThat(lines.get(0).problem(), is(LineProblem.LINE_TOO_LONG));
    assertThat(lines.get(0).bytes().length, is(1024));
    assertThat(text(lines.get(1)), is("{\"b\":2}"));
  }

  @Test
  void takesWhatNestsBeyondReasonAsText() {
    String deep = "[".repeat(200_000);
    assertThat(lines(deep).size(), is(1));
  }

  @Test
  void takesTextInUtf16AsItIs() {
    byte[] message = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);
    List<SourceLine> lines = MessageLines.of("m", message);
    assertThat(lines.size(), is(1));
    assertThat(lines.get(0).bytes(), is(message));
  }

  @Property(tries = 200)
  void cutsRowsOutWhateverIsAroundThem(
      @ForAll("rows") List<String> rows, @ForAll("space") String space) {
    String joined = rows.stream().collect(Collectors.joining(space + "," + space));
    assertThat(lines("[" + space + joined + space + "]"), is(rows));
    assertThat(lines(space + "{\"records\"" + space + ":[" + joined + "]" + space + "}"), is(rows));
    assertThat(lines(String.join(space + "\n", rows)), is(rows.isEmpty() ? List.of("") : rows));
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("aé\u20AC[]{},:\\n ")
            .ofMaxLength(6)
            .map(s -> "\"" + s.replace("\\", "\\\\") + "\"");
    Arbitrary<String> value =
        Arbitraries.oneOf(
            text, Arbitraries.of("1", "-2.5e3", "true", "null", "[]", "[1,{\"x\":[]}]", "{}"));
    return value.map(v -> "{\"k\":" + v + ",\"l\": " + v + "}").list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> space() {
    return Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(3);
  }

  private static List<String> lines(String message) {
    return MessageLines.of("m", bytes(message)).stream().map(MessageLinesTest::text).toList();
  }

  private static String text(SourceLine line) {
    return new String(line.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
