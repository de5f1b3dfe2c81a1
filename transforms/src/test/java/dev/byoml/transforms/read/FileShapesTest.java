package dev.byoml.transforms.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of files by the shape of their content, whatever their names say. */
class FileShapesTest {
  private static final String FIRST =
      "2026-03-02T08:00:00.123Z contoso\\u0 -> \\\\fs1.contoso.example\\hr";
  private static final String SECOND =
      "2026-03-02T08:00:01.123Z contoso\\u1 -> \\\\fs1.contoso.example\\hr";
  private static final String ROW_0 = row(0);
  private static final String ROW_1 = row(1);

  @TempDir private Path folder;

  @Test
  void readsTheExportOfThePageLogs() throws IOException {
    String csv =
        "\uFEFFTenantId,TimeGenerated [UTC],Account,Computer,EventID,ShareName,EventData,Type\r\n"
            + "t1,\"3/2/2026, 8:00:00.123 AM\",CONTOSO\\u0,fs1.contoso.example,5140,\\\\*\\hr,,"
            + "SecurityEvent\r\n"
            + "t1,\"3/2/2026, 8:00:01.123\u202FAM\",CONTOSO\\u1,fs1.contoso.example,5140,\\\\*\\hr,"
            + "\"<EventData>\r\n  <Data Name=\"\"ShareName\"\">\\\\*\\hr</Data>\r\n</EventData>\","
            + "SecurityEvent\r\n";
    assertThat(outcomes("a.csv", csv), contains("filtered headerLine", FIRST, SECOND));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3/2/2026, 8:00:00.123 AM",
        "2.3.2026, 08:00:00.123",
        "02.03.2026, 08:00:00.123",
        "02/03/2026, 08:00:00.123",
        "2026/3/2 8:00:00.123",
        "2026-03-02, 08:00:00.123",
        "2026-03-02T08:00:00.123Z",
      })
  void readsTheTimesOfThePageInItsRegions(String time) throws IOException {
    String csv =
        "TimeGenerated [UTC],Account,Computer,EventID,ShareName\n\"%s\",CONTOSO\\u0,"
            + "fs1.contoso.example,5140,hr";
    assertThat(outcomes("a.csv", csv.formatted(time)).get(1), is(FIRST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3/2/2026, 8:00:00.123 am", "2026-03-02 8 Uhr"})
  void rejectsTimesOfThePageThatMayBeTwo(String time) throws IOException {
    String csv =
        "TimeGenerated [UTC],Account,Computer,EventID,ShareName\n\"%s\",u,c,5140,hr"
            .formatted(time);
    assertThat(outcomes("a.csv", csv).get(1), startsWith("rejected InvalidTime"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", ";", "|", ","})
  void findsColumnsByTheirNamesWhateverSeparatesThem(String separator) throws IOException {
    String table =
        String.join(
                separator, "ShareName", "eventid", "More", "COMPUTER", "TimeGenerated", "Account")
            + "\n"
            + String.join(
                separator,
                "hr",
                "5140",
                "x",
                "fs1.contoso.example",
                "2026-03-02T08:00:00.123Z",
                "CONTOSO\\u0");
    assertThat(outcomes("a.txt", table), contains("filtered headerLine", FIRST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a.json!TimeGenerated,Account,Computer,EventID,ShareName!true",
        "a.jsonl.gz!TimeGenerated,Account,Computer,EventID,ShareName!true",
        "a.csv!TimeGenerated,Account,Computer,EventID,ShareName!false",
        "a.csv!{\"a\":1}!true",
        "a.TSV![{\"a\":1}]!true",
        "a.json![{\"a\":1}]!false",
        "a.txt!{\"a\":1}!false",
      })
  void tellsWhereNameAndContentDisagree(String name, String text, boolean disagree)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    try (FileContent content = FileContent.open(file.toString(), PipelineOptionsFactory.create())) {
      FileShape shape = FileShape.of(content, Templates.load("file-share-access"));
      assertThat(shape.isUnlike(file.toString()), is(disagree));
    }
  }

  @Test
  void rejectsAFileOnceWhoseHeaderLacksWhatTheTemplateNeeds() throws IOException {
    List<String> outcomes =
        outcomes("a.csv", "TimeGenerated,Account,Computer,EventID\n2026-03-02,u,c,5140\n,,,\n");
    assertThat(outcomes, hasSize(1));
    assertThat(outcomes.get(0), startsWith("rejected MissingColumn the header has no column for"));
    assertThat(outcomes.get(0), containsString("ShareName"));
  }

  @Test
  void losesOneRecordToAQuotationMarkThatNothingEnds() throws IOException {
    String csv =
        "TimeGenerated,Account,Computer,EventID,ShareName\n2026-03-02,\"u,c,5140,hr\n"
            + "2026-03-02T08:00:00.123Z,CONTOSO\\u0,fs1.contoso.example,5140,hr\n2026-03-02,u\n";
    assertThat(
        outcomes("a.csv", csv),
        contains(
            "filtered headerLine",
            "rejected InvalidCsv ",
            FIRST,
            "rejected WrongColumnCount 2 instead of 5"));
  }

  @Test
  void findsTheColumnsOfATemplateOfColumnsByNameWhereTheFileHasAHeader() throws IOException {
    Template daily = Templates.load("daily-counts");
    assertThat(
        outcomes(
            daily, "a.tsv", "user\tday\tcount\tresource\tcategory\nann\t2026-03-02\t3\thr\tread\n"),
        contains("filtered headerLine", "2026-03-02T00:00:00Z ann -> hr"));
    assertThat(
        outcomes(daily, "b.tsv", "2026-03-02\tann\thr\tread\t3\n"),
        contains("2026-03-02T00:00:00Z ann -> hr"));
  }

  @Test
  void readsAnAnswerOfTheQueryApi() throws IOException {
    String answer =
        "{\"tables\": [{\"name\": \"PrimaryResult\", \"columns\": [{\"name\": \"TimeGenerated\"},"
            + " {\"name\": \"Account\"}, {\"name\": \"Computer\"}, {\"name\": \"EventID\"},"
            + " {\"name\": \"ShareName\"}], \"rows\": [[\"2026-03-02T08:00:00.123Z\","
            + " \"CONTOSO\\\\u0\", \"fs1.contoso.example\", 5140, \"hr\"],"
            + " [\"2026-03-02T08:00:01.123Z\", \"CONTOSO\\\\u1\", \"fs1.contoso.example\", 5140,"
            + " \"hr\"]]}]}";
    assertThat(outcomes("a.json", answer), contains(FIRST, SECOND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s,%s]",
        "[\n  %s,\n  %s\n]\n",
        "{\"records\":[%s,%s]}",
        "{\"records\": [\n%s,\n%s\n]}\n",
        "{\"records\":[%s]}\n{\"records\":[%s]}\n",
        "%s%s",
        "%s,%s",
        "%s\n%s",
        "\uFEFF%s\r\n%s\r\n",
      })
  void readsObjectsHoweverTheyAreJoined(String form) throws IOException {
    assertThat(outcomes("a.json", form.formatted(ROW_0, ROW_1)), contains(FIRST, SECOND));
    String pretty = form.formatted(ROW_0.replace(",", ",\n    "), ROW_1.replace("{", "{\n  "));
    assertThat(outcomes("b.json", pretty), contains(FIRST, SECOND));
  }

  @Test
  void readsSeveralObjectsOfOneLineAmongOthers() throws IOException {
    String lines = ROW_0 + "\n" + ROW_0 + ROW_1 + "\n[" + ROW_1 + "]\n{\"half\":\n" + ROW_0 + "\n";
    assertThat(
        outcomes("a.json", lines),
        contains(FIRST, FIRST, SECOND, SECOND, "rejected TruncatedJson ", FIRST));
  }

  @Test
  void placesEachRowWhereItBegins() throws IOException {
    String text = "[\n  " + ROW_0 + ",\n  " + ROW_1 + "\n]";
    List<SourceLine> lines = lines(Templates.load(Templates.DEFAULT), "a.json", bytes(text));
    assertThat(
        lines.stream().map(SourceLine::position).toList(),
        contains((long) text.indexOf(ROW_0), (long) text.indexOf(ROW_1)));
  }

  @Test
  void readsAnArrayOfAnySize() throws IOException {
    String rows = IntStream.range(0, 20_000).mapToObj(i -> ROW_0).collect(Collectors.joining(","));
    Path file = folder.resolve("a.json");
    Files.writeString(file, "[" + rows + "]");
    long end = Files.size(file);
    Template template = Templates.load(Templates.DEFAULT);
    int read = 0;
    for (long start = 0; start < end; start += 1 << 20) {
      FileRange piece = new FileRange(file.toString(), start, Math.min(end, start + (1 << 20)));
      try (SourceLines lines = PieceReader.open(piece, template, PipelineOptionsFactory.create())) {
        while (lines.next() != null) {
          read++;
        }
      }
    }
    assertThat(read, is(20_000));
  }

  @Test
  void keepsReadingLinesWhereTheFirstIsBroken() throws IOException {
    assertThat(
        outcomes("a.json", "{\"Account\":\"\n" + ROW_0 + "\n\n" + ROW_1),
        contains("rejected TruncatedJson ", FIRST, "filtered blankLine", SECOND));
  }

  @Test
  void believesTheContentAndNotTheName() throws IOException {
    Template template = Templates.load(Templates.DEFAULT);
    assertThat(outcomes(template, "a.json", gzip(ROW_0 + "\n" + ROW_1)), contains(FIRST, SECOND));
    assertThat(outcomes("b.json.gz", ROW_0 + "\n" + ROW_1), contains(FIRST, SECOND));
    assertThat(outcomes("c.csv", ROW_0 + "\n" + ROW_1), contains(FIRST, SECOND));
    assertThat(
        outcomes(template, "d.csv.gz", gzip("[" + ROW_0 + "," + ROW_1 + "]")),
        contains(FIRST, SECOND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
  void namesAnEncodingThatIsNotRead(String encoding) throws IOException {
    byte[] content = (ROW_0 + "\n" + ROW_1).getBytes(Charset.forName(encoding));
    List<String> outcomes = outcomes(Templates.load(Templates.DEFAULT), "a.json", content);
    assertThat(outcomes, hasSize(1));
    assertThat(outcomes.get(0), startsWith("rejected OtherEncoding UTF-16"));
  }

  @Test
  void namesACompressionThatIsNotRead() throws IOException {
    byte[] zstandard = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 1, 2, 3};
    Template template = Templates.load(Templates.DEFAULT);
    assertThat(
        outcomes(template, "a.json.gz", zstandard),
        contains("rejected OtherCompression Zstandard"));
    assertThat(
        outcomes(template, "b.json", bytes("BZh91AY")),
        contains("rejected OtherCompression bzip2"));
  }

  private List<String> outcomes(String name, String content) throws IOException {
    return outcomes(Templates.load(Templates.DEFAULT), name, content);
  }

  private List<String> outcomes(Template template, String name, String content) throws IOException {
    return outcomes(template, name, bytes(content));
  }

  private List<String> outcomes(Template template, String name, byte[] content) throws IOException {
    LineParser parser = new LineParser(template, TimeRange.ALL);
    List<String> outcomes = new ArrayList<>();
    for (SourceLine line : lines(template, name, content)) {
      ParsedLine parsed = parser.parse(line);
      List<SourceLine> rows =
          parsed instanceof ParsedLine.Rejected rejected
              ? parser.rowsIn(line, rejected.line())
              : List.of();
      if (rows.isEmpty()) {
        outcomes.add(inWords(parsed));
      }
      rows.forEach(row -> outcomes.add(inWords(parser.parse(row))));
    }
    return outcomes;
  }

  private List<SourceLine> lines(Template template, String name, byte[] content)
      throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    List<SourceLine> all = new ArrayList<>();
    try (SourceLines lines =
        PieceReader.open(
            FileRange.ofWhole(file.toString()), template, PipelineOptionsFactory.create())) {
      for (SourceLine line = lines.next(); line != null; line = lines.next()) {
        all.add(line.copy());
      }
    }
    return all;
  }

  private static String inWords(ParsedLine line) {
    if (line instanceof ParsedLine.Used used) {
      return used.event().time()
          + " "
          + used.event().key().user()
          + " -> "
          + used.event().key().resource();
    }
    return line instanceof ParsedLine.Filtered filtered
        ? "filtered " + filtered.reason()
        : "rejected "
            + ((ParsedLine.Rejected) line).line().reason().label()
            + " "
            + ((ParsedLine.Rejected) line).line().detail();
  }

  private static String row(int number) {
    return ("{\"TimeGenerated\":\"2026-03-02T08:00:0%d.123Z\",\"EventID\":5140,"
            + "\"Account\":\"CONTOSO\\\\u%d\",\"Computer\":\"fs1.contoso.example\","
            + "\"ShareName\":\"hr\"}")
        .formatted(number, number);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes(text));
    }
    return compressed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
