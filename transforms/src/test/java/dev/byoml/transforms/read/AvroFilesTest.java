package dev.byoml.transforms.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the rows of Avro files. */
class AvroFilesTest {
  private static final Schema EVENT =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Event", "fields": [
                {"name": "TimeGenerated", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "EventID", "type": ["null", "int"]},
                {"name": "Computer", "type": "string"},
                {"name": "EventData", "type": {"type": "record", "name": "Data", "fields": [
                  {"name": "SubjectUserName", "type": "string"},
                  {"name": "SubjectDomainName", "type": "string"},
                  {"name": "ShareName", "type": "string"}]}}]}
              """);

  private static final Schema CAPTURED =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "EventData", "fields": [
                {"name": "SequenceNumber", "type": "long"},
                {"name": "Offset", "type": "string"},
                {"name": "EnqueuedTimeUtc", "type": "string"},
                {"name": "Body", "type": ["null", "bytes"]}]}
              """);

  private static final String ROW =
      "{\"TimeGenerated\":\"2026-03-02T08:00:0%d.123Z\",\"EventID\":5140,"
          + "\"Account\":\"CONTOSO\\\\u%d\",\"Computer\":\"fs1.contoso.example\","
          + "\"ShareName\":\"hr\"}";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy"})
  void readsRowsWhateverTheFileIsCalledAndCompressedBy(String codec) throws IOException {
    byte[] file = avro(EVENT, codec, List.of(event(0, 5140), event(1, 5140), event(2, 4624)));
    for (String name : List.of("a.avro", "a", "a.json")) {
      assertThat(
          outcomes(Templates.load(Templates.DEFAULT), name, file),
          contains(
              "1: 2026-03-02T08:00:00.123Z contoso\\u0 -> \\\\fs1.contoso.example\\hr",
              "2: 2026-03-02T08:00:01.123Z contoso\\u1 -> \\\\fs1.contoso.example\\hr",
              "3: filtered otherEvent"));
    }
  }

  @Test
  void readsTheMessagesThatEventHubsCaptured() throws IOException {
    String envelope =
        "{\"records\":["
            + ROW.formatted(0, 0)
            + ","
            + ROW.formatted(1, 1).replace("hr", "it")
            + "]}";
    byte[] file =
        avro(
            CAPTURED,
            "deflate",
            List.of(
                captured(1, envelope),
                captured(2, "{\"broken\""),
                captured(3, ROW.formatted(2, 2))));
    assertThat(
        outcomes(Templates.load(Templates.DEFAULT), "capture.avro", file),
        contains(
            "1: 2026-03-02T08:00:00.123Z contoso\\u0 -> \\\\fs1.contoso.example\\hr",
            "1: 2026-03-02T08:00:01.123Z contoso\\u1 -> \\\\fs1.contoso.example\\it",
            "2: rejected TruncatedJson",
            "3: 2026-03-02T08:00:02.123Z contoso\\u2 -> \\\\fs1.contoso.example\\hr"));
  }

  @Test
  void findsTheColumnsOfATemplateOfTextByTheirNames() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Day", "fields": [
                  {"name": "count", "type": "long"},
                  {"name": "user", "type": "string"},
                  {"name": "resource", "type": "string"},
                  {"name": "day", "type": {"type": "int", "logicalType": "date"}}]}
                """);
    GenericRecord day = new GenericData.Record(schema);
    day.put("count", 3L);
    day.put("user", "ana");
    day.put("resource", "hr");
    day.put("day", 20_514);
    assertThat(
        outcomes(Templates.load("daily-counts"), "a.avro", avro(schema, "null", List.of(day))),
        contains("1: 2026-03-02T00:00:00Z ana -> hr"));
  }

  @Test
  void keepsTheRowsBeforeTheDamageOfAFile() throws IOException {
    byte[] file = avro(EVENT, "null", List.of(event(0, 5140), event(1, 5140)));
    List<String> outcomes =
        outcomes(
            Templates.load(Templates.DEFAULT), "a.avro", Arrays.copyOf(file, file.length - 20));
    assertThat(outcomes.get(outcomes.size() - 1), startsWith("0: rejected DamagedFile"));
  }

  @Test
  void readsAFileOnceHoweverItIsCut() throws IOException {
    Path file = folder.resolve("a.avro");
    Files.write(file, avro(EVENT, "null", List.of(event(0, 5140), event(1, 5140))));
    Template template = Templates.load(Templates.DEFAULT);
    long half = Files.size(file) / 2;
    assertThat(read(new FileRange(file.toString(), 0, half), template), hasSize(2));
    assertThat(read(new FileRange(file.toString(), half, 2 * half + 1), template), hasSize(0));
  }

  @Test
  void saysWhatItIs() throws IOException {
    Path file = folder.resolve("a");
    Files.write(file, avro(EVENT, "null", List.of()));
    assertThat(
        PieceReader.shape(
            file.toString(), Templates.load(Templates.DEFAULT), PipelineOptionsFactory.create()),
        is("Avro"));
  }

  private List<String> outcomes(Template template, String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    LineParser parser = new LineParser(template, TimeRange.ALL);
    List<String> outcomes = new ArrayList<>();
    for (SourceLine line : read(FileRange.ofWhole(file.toString()), template)) {
      outcomes.add(line.position() + ": " + inWords(parser.parse(line)));
    }
    return outcomes;
  }

  private static List<SourceLine> read(FileRange range, Template template) throws IOException {
    List<SourceLine> all = new ArrayList<>();
    try (SourceLines lines = PieceReader.open(range, template, PipelineOptionsFactory.create())) {
      for (SourceLine line = lines.next(); line != null; line = lines.next()) {
        all.add(line.copy());
      }
    }
    return all;
  }

  private static String inWords(ParsedLine line) {
    if (line instanceof ParsedLine.Used used) {
      return "%s %s -> %s"
          .formatted(used.event().time(), used.event().key().user(), used.event().key().resource());
    }
    return line instanceof ParsedLine.Filtered filtered
        ? "filtered " + filtered.reason()
        : "rejected " + ((ParsedLine.Rejected) line).line().reason().label();
  }

  private static GenericRecord event(int number, int id) {
    GenericRecord data = new GenericData.Record(EVENT.getField("EventData").schema());
    data.put("SubjectUserName", "u" + number);
    data.put("SubjectDomainName", "CONTOSO");
    data.put("ShareName", "\\\\*\\hr");
    GenericRecord event = new GenericData.Record(EVENT);
    event.put("TimeGenerated", 1_772_438_400_123L + 1_000 * number);
    event.put("EventID", id);
    event.put("Computer", "fs1.contoso.example");
    event.put("EventData", data);
    return event;
  }

  private static GenericRecord captured(long number, String body) {
    GenericRecord message = new GenericData.Record(CAPTURED);
    message.put("SequenceNumber", number);
    message.put("Offset", Long.toString(100 * number));
    message.put("EnqueuedTimeUtc", "3/2/2026 8:00:00 AM");
    message.put("Body", ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    return message;
  }

  private byte[] avro(Schema schema, String codec, List<GenericRecord> records) throws IOException {
    Path file = Files.createTempFile(folder, "made", ".avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.create(schema, file.toFile());
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
    return Files.readAllBytes(file);
  }
}
