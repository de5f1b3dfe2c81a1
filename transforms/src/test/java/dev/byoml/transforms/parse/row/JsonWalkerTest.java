package dev.byoml.transforms.parse.row;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWalkerTest {
  private static final String ROW =
      "{\"TenantId\":\"t1\",\"EventID\":5140,\"TimeGenerated\":\"2026-03-02T08:00:00.1234567Z\","
          + "\"Account\":\"SHIRE\\\\Pippin\",\"Level\":\"0\",\"SubjectUserName\":\"Pippin\","
          + "\"SubjectDomainName\":\"SHIRE\",\"SubjectUserSid\":\"S-1-5-21-1\","
          + "\"Computer\":\"HFDC01.shire.com\",\"ShareName\":\"\\\\\\\\*\\\\C$\","
          + "\"IpAddress\":\"::ffff:10.0.0.7\",\"Properties\":{\"a\":[1,null,{\"b\":true}]},"
          + "\"_ItemId\":\"0ab3a3b5-8c0b-4d1c-9e4f-0a1b2c3d4e5f\",\"Type\":\"SecurityEvent\"}";

  private final Template template = Templates.load("file-share-access");
  private final LineParser parser = new LineParser(template, TimeRange.ALL);
  private final LineParser whole = new LineParser(template, TimeRange.ALL, RowReader.of(template));
  private final LineParser judge =
      new LineParser(template, TimeRange.ALL, JsonRowReader.byJackson(template.tree()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"Account\":\"a\\\\b\\\"c\\/d\\n\"}",
        "{ \"EventID\" : 5140 , \"Other\" : \"\\u00e9\\ud83d\" }",
        "{\"Other\":{\"a\":[],\"b\":{},\"c\":[[1,2.5e-3,\"x\"],{\"d\":null}]},\"Account\":\"\u00e9\"}",
        "{\"Account\":null,\"Computer\":true,\"ShareName\":[1],\"EventID\":-0.5}",
        "{\"Other\":1,\"Other\":2}"
      })
  void understandsOrdinaryLines(String line) {
    assertThat(isUnderstood(line), is(true));
    assertSameOutcome(bytes(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"Account\":\"a\",\"Account\":\"b\"}",
        "{\"Acc\\u006funt\":\"a\"}",
        "{\"Account\":\"\\u0061\"}",
        "{\"Other\":\"\\u00g0\"}",
        "{\"Other\":\"\\x\"}",
        "{\"Other\":\"\t\"}",
        "{\"Other\":01}",
        "{\"Other\":1.}",
        "{\"Other\":-}",
        "{\"Other\":NaN}",
        "{\"Other\":truee}",
        "{\"Other\":[1,]}",
        "{\"Other\":[}",
        "{\"Other\":{]}",
        "{\"Other\":{\"a\"}}",
        "{\"Other\":1,}",
        "{\"Other\":1}}",
        "{\"Other\":1} x",
        "{\"Other\":1 \"Account\":2}",
        "\uFEFF{}"
      })
  void leavesToJacksonWhatItDoesNotSurelyUnderstand(String line) {
    assertThat(isUnderstood(line), is(false));
    assertSameOutcome(bytes(line));
  }

  @Test
  void takesNoKeyWithinATextForAMember() {
    String line = ROW.replace("\"Level\":\"0\"", "\"Level\":\"\\\",\\\"EventID\\\":\\\"4624\\\"\"");
    assertThat(isUnderstood(line), is(true));
    assertThat(parser.parse(line(bytes(line))) instanceof ParsedLine.Used, is(true));
  }

  @Test
  void takesNoKeyOfANestedObjectForAMember() {
    String line = ROW.replace("\"Level\":\"0\"", "\"Level\":{\"EventID\":4624,\"a\":[{}]}");
    assertThat(isUnderstood(line), is(true));
    assertThat(parser.parse(line(bytes(line))) instanceof ParsedLine.Used, is(true));
  }

  @Test
  void leavesARowOfAnotherEventWhereItSaysSo() {
    meetRowsOf(4624);
    String broken = other(4624, "SecurityEvent").replace("\"Level\":\"0\"", "\"Level\":oops");
    assertThat(filteredAs(broken), is("otherEvent"));
  }

  @Test
  void readsARowThatIsWantedToItsEnd() {
    meetRowsOf(5140);
    String broken = ROW.replace("\"Level\":\"0\"", "\"Level\":oops");
    assertThat(parser.parse(line(bytes(broken))), is(instanceOf(ParsedLine.Rejected.class)));
  }

  @Test
  void countsARowOfAnotherTableAsSuchThoughItsTableStandsAtTheEnd() {
    meetRowsOf(4624);
    assertThat(filteredAs(other(4624, "Event")), is("otherTable"));
  }

  @Test
  void rejectsATornRowOfAnotherEvent() {
    meetRowsOf(4624);
    String row = other(4624, "SecurityEvent");
    for (int length = 1; length < row.length(); length++) {
      assertSameOutcome(bytes(row.substring(0, length)));
    }
  }

  @Test
  void leavesAFaultyRowWhateverRowsItHasMetBefore() {
    String broken = other(4624, "SecurityEvent").replace("\"Level\":\"0\"", "\"Level\":oops");
    assertThat(filteredAs(broken), is("otherEvent"));
  }

  @Test
  void takesNoEndWithinATextForTheEndOfARow() {
    meetRowsOf(4624);
    String end = ",\\\"_ItemId\\\":\\\"x\\\",\\\"Type\\\":\\\"Event\\\"";
    String row = "{\"EventID\":4624,\"Type\":\"SecurityEvent\",\"Account\":\"" + end + "\"}";
    assertThat(filteredAs(row), is("otherEvent"));
  }

  @Property(tries = 1000)
  void agreesWithJacksonOnRowsOfManyKinds(@ForAll long seed) {
    Random random = new Random(seed);
    for (int row = 0; row < 60; row++) {
      String line =
          other(
              List.of(4624, 4688, 5140).get(random.nextInt(3)),
              List.of("SecurityEvent", "SecurityEvent", "Event").get(random.nextInt(3)));
      String changed =
          switch (random.nextInt(12)) {
            case 0 -> line.replace("\"Level\":\"0\"", "\"Level\":" + value("", 0, random));
            case 1 -> line.replace("Level", "EventID");
            case 2 -> line.replace(",\"Type\":\"SecurityEvent\"", "");
            case 3 -> line.replace("SHIRE", text(random));
            case 4 -> line.replace("}", "}" + space(random));
            case 5 -> line.replace("5140", "\"5140\"");
            case 6 -> line.replace("Account", "Channel").replace("SHIRE\\\\Pippin", "Security");
            default -> line;
          };
      byte[] bytes = random.nextInt(4) == 0 ? damaged(bytes(changed), random) : bytes(changed);
      assertSameOutcome(bytes);
      assertThat(
          parser.parse(line(bytes)),
          is(new LineParser(template, TimeRange.ALL).parse(line(bytes))));
    }
  }

  /** Whether a row is filtered by a field of which it has two, or that has a fault elsewhere. */
  private boolean isLeft(byte[] bytes) {
    if (!(parser.parse(line(bytes)) instanceof ParsedLine.Filtered)) {
      return false;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return judge.parse(line(bytes)) instanceof ParsedLine.Rejected
        || text.split("\"EventID\"").length > 2
        || text.split("\"Type\"").length > 2
        || text.split("\"Channel\"").length > 2;
  }

  private void meetRowsOf(int event) {
    for (int row = 0; row < 3; row++) {
      parser.parse(line(bytes(other(event, "SecurityEvent"))));
    }
  }

  private static String other(int event, String table) {
    return ROW.replace("5140", String.valueOf(event)).replace("SecurityEvent", table);
  }

  private String filteredAs(String row) {
    return ((ParsedLine.Filtered) parser.parse(line(bytes(row)))).reason();
  }

  @Property(tries = 3000)
  void agreesWithJacksonOnRowsOfAllForms(@ForAll long seed) {
    Random random = new Random(seed);
    for (int line = 0; line < 4; line++) {
      assertSameOutcome(damaged(bytes(row(random)), random));
    }
  }

  @Property(tries = 3000)
  void agreesWithJacksonOnDamagedRows(
      @ForAll @Size(max = 6) byte[] damage, @ForAll("positions") int position) {
    byte[] row = bytes(ROW);
    System.arraycopy(damage, 0, row, position, Math.min(damage.length, row.length - position));
    assertSameOutcome(row);
  }

  @Property(tries = 1000)
  void agreesWithJacksonAfterManyRowsOfOneForm(@ForAll long seed) {
    Random random = new Random(seed);
    for (int row = 0; row < 40; row++) {
      parser.parse(line(bytes(ROW.replace("Pippin", "user" + row).replace("08:00", "08:" + row))));
    }
    for (int row = 0; row < 6; row++) {
      String changed =
          switch (random.nextInt(6)) {
            case 0 -> ROW.replace("Level", "Account");
            case 1 -> ROW.replace("SecurityEvent", text(random));
            case 2 -> ROW.replace("SHIRE", "S\u00efRE");
            case 3 -> ROW.replace(",\"Computer", " ,\t\"Computer");
            case 4 -> ROW.replace("\"TenantId\":\"t1\",", "");
            default -> ROW;
          };
      assertSameOutcome(damaged(bytes(changed), random));
    }
  }

  @Property(tries = 1000)
  void agreesWithJacksonOnRowsThatEndTooEarly(@ForAll("positions") int length) {
    assertSameOutcome(bytes(ROW.substring(0, length)));
  }

  @Property(tries = 2000)
  void agreesWithJacksonOnAnyBytes(@ForAll @Size(max = 100) byte[] bytes) {
    assertSameOutcome(bytes);
  }

  @Property(tries = 2000)
  void agreesWithJacksonOnAnyValue(@ForAll String text, @ForAll("fields") String field) {
    String json = text.replace("\\", "\\\\").replace("\"", "\\\"");
    for (String value : List.of('"' + json + '"', '"' + text + '"', text)) {
      assertSameOutcome(bytes(ROW.replace("\"Level\":\"0\"", "\"Level\":" + value)));
      assertSameOutcome(bytes("{\"" + field + "\":" + value + "," + ROW.substring(1)));
      assertSameOutcome(
          bytes(
              ROW.replaceFirst("\"" + field + "\":[^,]*,", "")
                  .replace("\"Level\":\"0\"", "\"" + field + "\":" + value)));
    }
  }

  /** Few values, so that much of what is made of a row was made of one before. */
  @Property(tries = 1000)
  void agreesWithJacksonOnRowsWithTextsThatAreOpened(@ForAll long seed) {
    Random random = new Random(seed);
    for (int line = 0; line < 40; line++) {
      StringBuilder row = new StringBuilder("{\"TimeGenerated\":\"2026-03-02T08:00:00Z\"");
      for (String name : List.of("Account", "ShareName", "SubjectUserName", "Computer")) {
        if (random.nextBoolean()) {
          String value = random.nextInt(4) == 0 ? "" : "v" + random.nextInt(2);
          row.append(",\"%s\":\"%s\"".formatted(name, value));
        }
      }
      String data =
          switch (random.nextInt(6)) {
            case 0 -> ",\"EventData\":\"\"";
            case 1 -> ",\"EventData\":null";
            case 2 -> ",\"EventData\":{\"ShareName\":\"x" + random.nextInt(2) + "\"}";
            case 3 ->
                ",\"EventData\":\"<EventData><Data Name='ShareName'>x%d</Data></EventData>\""
                    .formatted(random.nextInt(2));
            case 4 ->
                ",\"EventData\":\"{\\\"SubjectUserName\\\":\\\"x%d\\\",\\\"SubjectDomainName\\\":7}\""
                    .formatted(random.nextInt(2));
            default -> "";
          };
      assertSameOutcome(bytes(row + data + ",\"EventID\":5140}"));
    }
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, ROW.length() - 1);
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of(template.fields());
  }

  /** A row, most of whose members are ordinary. */
  private String row(Random random) {
    StringBuilder row = new StringBuilder(space(random)).append('{');
    List<String> fields = template.fields();
    int members = random.nextInt(20);
    for (int member = 0; member < members; member++) {
      String name =
          random.nextInt(3) > 0 ? fields.get(random.nextInt(fields.size())) : text(random);
      row.append(member > 0 ? "," : "")
          .append(space(random))
          .append('"')
          .append(name)
          .append('"')
          .append(space(random))
          .append(':')
          .append(space(random))
          .append(value(name, 0, random))
          .append(space(random));
    }
    return row.append('}').append(space(random)).toString();
  }

  private static String value(String name, int depth, Random random) {
    if (depth == 0 && random.nextInt(4) > 0) {
      return switch (name) {
        case "Type" -> "\"SecurityEvent\"";
        case "EventID" -> random.nextBoolean() ? "5140" : "\"5140\"";
        case "TimeGenerated" -> time(random);
        default -> '"' + text(random) + '"';
      };
    }
    return switch (random.nextInt(depth > 3 ? 8 : 10)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> Integer.toString(random.nextInt());
      case 3 -> Double.toString(random.nextGaussian());
      case 4 ->
          new String[] {"-0", "1E+5", "01", "+1", ".5", "1.", "1e", "-", "NaN"}[random.nextInt(9)];
      case 5, 6, 7 -> '"' + text(random) + '"';
      case 8 -> '[' + value(name, depth + 1, random) + "," + value(name, depth + 1, random) + ']';
      default -> "{\"" + text(random) + "\":" + value(name, depth + 1, random) + '}';
    };
  }

  private static String time(Random random) {
    String fraction = Integer.toString(random.nextInt(1_000_000_000));
    return "\"%04d-%02d-%02d%s%02d:%02d:%02d.%s%s\""
        .formatted(
            1960 + random.nextInt(250),
            random.nextInt(14),
            random.nextInt(33),
            random.nextInt(9) > 0 ? "T" : " ",
            random.nextInt(25),
            random.nextInt(61),
            random.nextInt(61),
            fraction.substring(0, random.nextInt(fraction.length() + 1)),
            random.nextInt(5) > 0 ? "Z" : "+01:00");
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) > 0 ? random.nextInt(12) : random.nextInt(60);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(40)) {
        case 0 -> text.append("\\\\");
        case 1 -> text.append("\\\"");
        case 2 -> text.append("\\n");
        case 3 -> text.append("\\u00e").append(Character.forDigit(random.nextInt(16), 16));
        case 4 -> text.append(random.nextBoolean() ? "\u00e4" : "\u4e2d");
        case 5 -> text.append(random.nextInt(9) > 0 ? "\ud83d\ude00" : "\\ud83d");
        case 6 -> text.append(random.nextInt(9) > 0 ? '$' : (char) random.nextInt(32));
        case 7 -> text.append(' ');
        default -> text.append((char) ('A' + random.nextInt(58)));
      }
    }
    return text.toString().replace("[\\]", "[]");
  }

  private static String space(Random random) {
    return random.nextInt(12) > 0
        ? ""
        : new String[] {" ", "\t", "  ", "\r", "\f"}[random.nextInt(5)];
  }

  /** The same line, or, in one case of four, with a few bytes taken out, put in or changed. */
  private static byte[] damaged(byte[] line, Random random) {
    if (random.nextInt(4) > 0 || line.length == 0) {
      return line;
    }
    int at = random.nextInt(line.length);
    int removed = random.nextInt(3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(line, 0, at);
    for (int added = random.nextInt(3); added > 0; added--) {
      out.write(
          random.nextBoolean() ? "{}[]\",:\\ \t".charAt(random.nextInt(10)) : random.nextInt());
    }
    int rest = Math.min(line.length, at + removed);
    out.write(line, rest, random.nextInt(4) > 0 ? line.length - rest : 0);
    return out.toByteArray();
  }

  /** Reads the line as part of a larger buffer, as it is read from a file. */
  private void assertSameOutcome(byte[] line) {
    ParsedLine expected = judge.parse(line(line));
    byte[] buffer = new byte[line.length + 11];
    System.arraycopy(line, 0, buffer, 3, line.length);
    buffer[line.length + 3] = '"';
    SourceLine slice = new SourceLine("events.json", 10, buffer, 3, 3 + line.length, null);
    assertThat(whole.parse(slice), is(expected));
    assertThat(whole.fields(), is(judge.fields()));
    assertThat(whole.parse(line(line)), is(expected));
    if (!isLeft(line)) {
      assertThat(new String(line, StandardCharsets.ISO_8859_1), parser.parse(slice), is(expected));
      assertThat(parser.parse(line(line)), is(expected));
    }
  }

  private boolean isUnderstood(String line) {
    byte[] bytes = bytes(line);
    Row row = template.newRow();
    return new JsonWalker(template.tree(), template.fieldsOfRows())
        .walk(bytes, 0, bytes.length, row);
  }

  private static SourceLine line(byte[] bytes) {
    return SourceLine.of("events.json", 10, bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
