package dev.byoml.transforms.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.Side;
import dev.byoml.transforms.parse.LineParser;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.vectors.ReadVectors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of the rows of Parquet files. Those beside this class were written by parquet-mr
 * with the schemas that Spark writes.
 */
class ParquetFilesTest {
  private static final Template FILE_SHARES = Templates.load(Templates.DEFAULT);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
  void readsRowsWhateverTheFileIsCalledAndCompressedBy(String codec) throws Exception {
    Path file = Files.copy(resource("events-" + codec), folder.resolve("a.json"));
    assertThat(
        outcomes(file),
        contains(
            "1: 2026-03-02T08:00:00.123Z contoso\\u0 -> \\\\fs1.contoso.example\\hr",
            "2: 2026-03-02T08:00:01.123Z contoso\\u1 -> \\\\fs1.contoso.example\\hr",
            "3: filtered otherEvent"));
  }

  @Test
  void readsNestedFieldsAndTheTimesOfSpark() throws Exception {
    assertThat(
        outcomes(resource("events-of-spark")),
        contains("1: 2026-03-02T08:00:00.123Z contoso\\u0 -> \\\\fs1.contoso.example\\hr"));
  }

  @Test
  void givesValuesAsTheirTypesSay() throws Exception {
    SourceLine row = read(FileRange.ofWhole(resource("events-of-spark").toString())).get(0);
    assertThat(
        new String(row.bytes(), StandardCharsets.UTF_8),
        is(
            "{\"TimeGenerated\":\"2026-03-02T08:00:00.123Z\",\"EventID\":5140,\"EventData\":"
                + "{\"SubjectUserName\":\"u0\",\"SubjectDomainName\":\"CONTOSO\","
                + "\"ShareName\":\"\\\\\\\\*\\\\hr\"},\"Computer\":\"fs1.contoso.example\","
                + "\"Cents\":\"12.34\",\"Day\":\"2026-03-02\",\"Tags\":{\"k\":true}}"));
  }

  @Test
  void rejectsADamagedFileOnce() throws Exception {
    byte[] whole = Files.readAllBytes(resource("events-snappy"));
    Path file = Files.write(folder.resolve("a.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(outcomes(file), contains("0: rejected DamagedFile"));
  }

  @Test
  void readsAFileOnceHoweverItIsCut() throws Exception {
    String file = resource("events-snappy").toString();
    assertThat(read(new FileRange(file, 0, 100)), hasSize(3));
    assertThat(read(new FileRange(file, 100, 2_000)), hasSize(0));
  }

  @Test
  void saysWhatItIs() throws Exception {
    assertThat(
        PieceReader.shape(
            resource("events-zstd").toString(), FILE_SHARES, PipelineOptionsFactory.create()),
        is("Parquet"));
  }

  @Test
  void readsVectors() throws Exception {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PAssert.that(
            pipeline
                .apply(ReadVectors.of(List.of(resource("vectors").toString()), Side.USER, "t1"))
                .apply(
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            vector ->
                                vector.getKey()
                                    + " "
                                    + vector.getValue().id()
                                    + " "
                                    + Arrays.toString(vector.getValue().values()))))
        .containsInAnyOrder("t1 contoso\\u0 [0.0, 0.5]", "t1 contoso\\u1 [1.0, 1.5]");
    pipeline.run();
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ParquetFilesTest.class.getResource(name + ".parquet").toURI());
  }

  private static List<String> outcomes(Path file) throws IOException {
    LineParser parser = new LineParser(FILE_SHARES, TimeRange.ALL);
    List<String> outcomes = new ArrayList<>();
    for (SourceLine line : read(FileRange.ofWhole(file.toString()))) {
      outcomes.add(line.position() + ": " + inWords(parser.parse(line)));
    }
    return outcomes;
  }

  private static List<SourceLine> read(FileRange range) throws IOException {
    List<SourceLine> all = new ArrayList<>();
    try (SourceLines lines =
        PieceReader.open(range, FILE_SHARES, PipelineOptionsFactory.create())) {
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
}
